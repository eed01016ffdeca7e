"""A form over one record, whole or one field of it: saved by its service, refused field by field, and never on top
of what somebody else did meanwhile."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands import blanks
from apps.brands.selectors import history
from apps.brands.services import catalogue
from apps.core.selectors.history import tracked
from apps.portal import conflict, words
from apps.portal.forms import begin_at_first, point_to_first, refuse, values_of
from apps.portal.views.base import PageView, whole

PRECONDITION_FAILED = 412
INVALID = 422
Values = dict[str, Any]


class EditPage(PageView):
    """All fields. `word` is the tracked model's, such as `brand`."""

    form: ClassVar[type[forms.Form]]
    noun: ClassVar[str]
    word: ClassVar[str]

    def record(self, pk: int) -> Values:
        """The record as it is now, or 404."""
        raise NotImplementedError

    def save(self, pk: int, values: Values, version: int) -> Any:
        """The service call."""
        raise NotImplementedError

    def fitted(self, form: forms.Form) -> forms.Form:
        """The form, with the fields this page is about."""
        return form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, filled."""
        record = self.record(pk)
        return self.draw({"record": record, "form": self.fitted(begin_at_first(self.form(initial=record)))})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, or say why not and keep what was typed."""
        form = self.fitted(self.form(request.POST))
        if not form.is_valid():
            return self.refused(pk, form)
        typed = values_of(form)
        values = conflict.chosen(request.POST, typed, self.seen(pk, request.POST.get("base", "")))
        try:
            self.save(pk, values, form.cleaned_data["version"])
        except catalogue.BadValue as error:
            refuse(form, error.errors)
            return self.refused(pk, form)
        except catalogue.Merged as error:
            self.say(error, messages.WARNING)
            return self.go(f"{self.noun}-detail", error.merged_into)
        except catalogue.Stale:
            return self.stale(pk, values, form.cleaned_data["version"])
        return self.saved(pk, _("Saved."))

    def refused(self, pk: int, form: forms.Form) -> HttpResponse:
        """The form again, each reason beside its field and the first of them in focus."""
        point_to_first(form)
        return self.draw({"record": self.record(pk), "form": form}, INVALID)

    def seen(self, pk: int, version: str | int) -> Values:
        """The record as it was in a version, in the words of the form; nothing where there is no such version."""
        model: Any = tracked(self.word)
        row = history.at_version(model, pk, whole(str(version))) or {}
        states = {
            name + blanks.SUFFIX: blanks.state(name, row.get(name), row["blanks"])
            for name in blanks.BLANKABLE
            if "blanks" in row
        }
        return {**row, **states}

    def stale(self, pk: int, values: Values, version: int) -> HttpResponse:
        """Somebody was faster. Where the two did different fields, both are kept; else the person chooses."""
        base, now = self.seen(pk, version), self.record(pk)
        mine = conflict.changed(base, values)
        clashes = conflict.clashes(base, now, mine)
        if not clashes:
            try:
                self.save(pk, mine, now["version"])
            except (catalogue.Stale, catalogue.Merged, catalogue.BadValue):
                now = self.record(pk)
            else:
                return self.saved(pk, _("Saved. What somebody else changed meanwhile is kept too."))
        kept = {name: value for name, value in {**now, **values, **mine}.items() if value != blanks.KNOWN}
        again = self.fitted(self.form(initial=kept))
        shown = [(words.field(one.field), one) for one in clashes]
        return self.draw({"record": now, "form": again, "clashes": shown, "base": version}, PRECONDITION_FAILED)

    def saved(self, pk: int, said: str) -> HttpResponse:
        """Back to the record, with a word."""
        self.say(said)
        return self.go(f"{self.noun}-detail", pk)

    def draw(self, context: Values, status: int = 200) -> HttpResponse:
        """The page of the form."""
        return self.page({"clashes": [], "base": "", **context}, status=status)


class FieldPage(EditPage):
    """One field, in place: `?name=website`. Without script it is a page of its own."""

    def fitted(self, form: forms.Form) -> forms.Form:
        """The field asked for, why it may be empty, and the version."""
        asked = self.request.GET.get("name", "")
        name = asked if asked in form.fields and asked != "version" else next(iter(form.fields))
        for other in [*form.fields]:
            if other not in {name, name + blanks.SUFFIX, "version"}:
                del form.fields[other]
        form.fields[name].widget.attrs["autofocus"] = True
        return form

    def draw(self, context: Values, status: int = 200) -> HttpResponse:
        """For HTMX the form alone."""
        template = "components/inline.html" if "HX-Request" in self.request.headers else ""
        found = {"clashes": [], "base": "", "action": self.request.get_full_path(), **context}
        return self.page(found, status=status, template=template)

    def saved(self, pk: int, said: str) -> HttpResponse:
        """For HTMX a word at the foot of the page; the record around is fetched anew when it hears `saved`."""
        if "HX-Request" not in self.request.headers:
            return super().saved(pk, said)
        response = self.page({"text": said}, template="components/toast.html")
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = "saved"
        return response

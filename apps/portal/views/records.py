"""What pages of single records share: lineage by field, history with comparison, edit with versions."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands.selectors import history
from apps.brands.services import catalogue
from apps.core.keyset import BadCursor
from apps.core.selectors.history import changes, tracked
from apps.portal import words
from apps.portal.forms import refuse, values_of
from apps.portal.views.base import PageView, found

PRECONDITION_FAILED = 412
HIDDEN = frozenset(
    {"blanks", "normal_form", "merged_into_id", "archived_at", "category", "brand_id", "origin_desc", "class_type_desc"}
)


def lineage(record: str, pk: int) -> list[dict[str, Any]]:
    """Fields a person reads, each with where its value comes from."""
    lines = history.lineage(tracked(record), pk)  # type: ignore[arg-type]
    return [{**line, "label": words.field(line["field"])} for line in lines if line["field"] not in HIDDEN]


def past(request: HttpRequest, record: str, pk: int) -> dict[str, Any]:
    """A page of versions, and the comparison asked for by `compare`."""
    model: Any = tracked(record)
    try:
        page = history.versions(model, pk, cursor=request.GET.get("cursor"), size=20)
    except BadCursor:
        page = history.versions(model, pk, size=20)
    return {
        "versions": page.rows,
        "newest": page.rows[0]["version"] if page.rows and not page.previous else None,
        "next_url": f"{request.path}?cursor={page.next}" if page.next else "",
        "previous_url": f"{request.path}?cursor={page.previous}" if page.previous else "",
        "compared": _compared(model, pk, request.GET.get("compare", "")),
    }


def _compared(model: Any, pk: int, asked: str) -> dict[str, Any] | None:
    newest = history.version_of(model, pk)
    if not asked.isdecimal() or newest is None:
        return None
    before, now = history.at_version(model, pk, int(asked)), history.at_version(model, pk, newest)
    if before is None or now is None:
        return None
    return {"version": int(asked), "changes": changes(model, before, now)}


class EditPage(PageView):
    """A form over one record: saved by its service, refused field by field, safe against a newer version."""

    form: ClassVar[type[forms.Form]]
    noun: ClassVar[str]

    def record(self, pk: int) -> dict[str, Any]:
        """The record as it is now, or 404."""
        raise NotImplementedError

    def save(self, pk: int, values: dict[str, Any], version: int) -> Any:
        """The service call."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, filled."""
        record = self.record(pk)
        return self.page({"record": record, "form": self.form(initial=record)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, or say why not and keep what was typed."""
        record, form = self.record(pk), self.form(request.POST)
        if not form.is_valid():
            return self.page({"record": record, "form": form}, status=422)
        try:
            self.save(pk, values_of(form), form.cleaned_data["version"])
        except catalogue.BadValue as error:
            refuse(form, error.errors)
            return self.page({"record": record, "form": form}, status=422)
        except catalogue.Stale:
            return self.stale(form, pk)
        except catalogue.Merged as error:
            self.say(error, messages.WARNING)
            return self.go(f"{self.noun}-detail", error.merged_into)
        self.say(_("Saved."))
        return self.go(f"{self.noun}-detail", pk)

    def stale(self, form: forms.Form, pk: int) -> HttpResponse:
        """Someone was faster: show both, and let the person save again on top of it."""
        record = self.record(pk)
        names = [name for name in form.fields if name != "version"]
        differing = [
            {"label": words.field(n), "theirs": record.get(n), "mine": form.cleaned_data.get(n)}
            for n in names
            if (record.get(n) or "") != (form.cleaned_data.get(n) or "")
        ]
        again = self.form(initial={**form.cleaned_data, "version": record["version"]})
        context = {"record": record, "form": again, "conflict": differing}
        return self.page(context, status=PRECONDITION_FAILED)


class Act(PageView):
    """A button's post: one service call, a word on the page, and back."""

    noun: ClassVar[str]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it. A newer version, or a record that is not there, is told and nothing is done."""
        try:
            said = self.do(pk)
        except catalogue.NoSuchRecord:
            found(None)
        except catalogue.Stale:
            self.say(_("Someone changed it since you looked. Nothing was done: look again."), messages.WARNING)
        except (catalogue.BadValue, catalogue.Merged) as error:
            self.say(error, messages.WARNING)
        else:
            self.say(said)
        return self.back(f"{self.noun}-detail", pk)

    def do(self, pk: int) -> str:
        """The service call; answers what to tell the person."""
        raise NotImplementedError

    def version(self) -> int | None:
        """The version the button was drawn for."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isdecimal() else None

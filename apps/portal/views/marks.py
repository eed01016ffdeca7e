"""Tags, lists and notes on one brand or importer: a part of its page, changed in place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.brands.choices import Colour
from apps.brands.selectors import marks
from apps.brands.selectors.entries import called, records
from apps.brands.services import notes, record_lists, tags
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core import policy
from apps.portal.actions import offer
from apps.portal.views.base import PageView, found, whole

REFUSED = 422


class _Part(PageView):
    """For HTMX the part alone, else a page of its own."""

    resource = "tags"
    template_name = "portal/marks/detail.html"

    def part(self, noun: str, pk: int, *, problem: Any = None, typed: str = "") -> HttpResponse:
        """The part, or the page around it."""
        record = found(records(noun, [pk]).get(pk)) if noun in marks.COLUMN else found(None)
        context = {
            "noun": noun,
            "record_id": pk,
            "name": called(record),
            **marks.marks_of(noun, pk),
            "all_tags": marks.all_tags(),
            "all_lists": marks.lists_for(noun),
            "problem": problem,
            "typed": typed,
        }
        inside = bool(self.request.headers.get("HX-Request"))
        template = "components/marks.html" if inside else self.template_name
        return self.page(context, template=template, status=REFUSED if problem and not inside else 200)


class Marks(_Part):
    """What people put on a record."""

    def get(self, request: HttpRequest, noun: str, pk: int) -> HttpResponse:
        """The marks, and what can be put on."""
        return self.part(noun, pk)


class _Act(_Part):
    """A form of the part: one service call, then the part as it is now."""

    def post(self, request: HttpRequest, noun: str, pk: int) -> HttpResponse:
        """Do it, or say why not and keep what was typed."""
        if noun not in marks.COLUMN:
            found(None)
        try:
            self.do(noun, pk)
        except BadValue as error:
            text = " ".join(message for _field, message in error.errors)
            return self.part(noun, pk, problem=text, typed=request.POST.get("text", ""))
        except NoSuchRecord as error:
            if not records(noun, [pk]):
                found(None)
            return self.part(noun, pk, problem=error)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        if request.headers.get("HX-Request"):
            return self.part(noun, pk)
        return HttpResponseRedirect(reverse(f"portal:{noun}-detail", args=[pk]))

    def do(self, noun: str, pk: int) -> None:
        """The service call."""
        raise NotImplementedError

    def number(self, name: str) -> int:
        """An id from the form; 0 for none."""
        return whole(self.request.POST.get(name))


class Tagging(_Act):
    """Put a tag on, by its name (a new one is made), or take one off."""

    action = "update"

    def do(self, noun: str, pk: int) -> None:
        """By the service."""
        if gone := self.number("remove"):
            tags.tag_records(noun, [pk], remove=[gone])
        else:
            tags.tag_records(noun, [pk], add=[self.request.POST.get("add", "")])


class Listing(_Act):
    """Put it into a list, or take it out."""

    resource, action = "lists", "update"

    def do(self, noun: str, pk: int) -> None:
        """By the service."""
        if gone := self.number("remove"):
            record_lists.fill_list(gone, remove=[pk])
        else:
            record_lists.fill_list(self.number("add"), add=[pk])


class Noting(_Act):
    """Write, change, pin or take away a note."""

    resource, action = "notes", "update"

    def do(self, noun: str, pk: int) -> None:
        """By the service the button names."""
        note, text = self.number("note"), self.request.POST.get("text", "")
        acts: dict[str, Callable[[], Any]] = {
            "write": lambda: notes.write_note(resource=noun, record_id=pk, text=text),
            "edit": lambda: notes.update_note(note, values={"text": text}),
            "pin": lambda: notes.update_note(note, values={"pinned": True}),
            "unpin": lambda: notes.update_note(note, values={"pinned": False}),
            "delete": lambda: notes.delete_note(note),
        }
        act = acts.get(self.request.POST.get("what", ""))
        if act is None:
            raise BadValue([("what", _("There is no such act."))])
        act()


class _Tags(PageView):
    """The page of all tags."""

    resource = "tags"
    template_name = "portal/tags/list.html"

    def shown(self, problem: Any = None, typed: str = "") -> HttpResponse:
        """The page, with what was refused."""
        rows = marks.all_tags()
        uses = marks.uses_of_tags([row["id"] for row in rows])
        context = {
            "tags": [{**row, "uses": uses.get(row["id"], {"brands": 0, "importers": 0})} for row in rows],
            "colours": Colour.choices,
            "problem": problem,
            "typed": typed,
        }
        return self.page(context, status=REFUSED if problem else 200)


@offer("tags", gettext_lazy("Tags"), group="go", icon="lists")
class Tags(_Tags):
    """All tags of the workspace: make, rename, recolour, take away."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """By name, with how many have each."""
        return self.shown()


class SaveTag(_Tags):
    """Make a tag, or change one."""

    action = "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`tag` names the one to change."""
        values = {"name": request.POST.get("name", ""), "colour": request.POST.get("colour", "")}
        try:
            if request.POST.get("tag"):
                tags.update_tag(whole(request.POST["tag"]), values=values)
            else:
                tags.create_tag(**values)
        except NoSuchRecord:
            found(None)
        except BadValue as error:
            return self.shown(" ".join(message for _field, message in error.errors), values["name"])
        self.say(_("Saved."))
        return self.go("tags")


class DeleteTag(PageView):
    """Take a tag away, and off everything."""

    resource, action = "tags", "delete"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An undo in the activity brings all of it back."""
        try:
            tags.delete_tag(pk)
        except NoSuchRecord:
            found(None)
        self.say(_("The tag is gone. Undo it in the activity to have it back everywhere."), messages.SUCCESS)
        return self.go("tags")

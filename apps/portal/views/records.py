"""What pages of single records share: lineage by field, history with comparison, edit with versions."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands import blanks
from apps.brands.selectors import history
from apps.brands.services import catalogue
from apps.core.selectors.history import tracked
from apps.portal import words
from apps.portal.views.base import PageView, found, whole
from apps.portal.views.lists import to

EDITABLE: dict[str, Collection[str]] = {"brand": catalogue.BRAND_FIELDS, "sku": catalogue.SKU_FIELDS}
HIDDEN = frozenset(
    {"blanks", "normal_form", "merged_into_id", "archived_at", "category", "brand_id", "origin_desc", "class_type_desc"}
)


def lineage(record: str, pk: int) -> list[dict[str, Any]]:
    """Fields a person reads, each with where its value comes from, whether it can be edited, and why it is empty."""
    lines = history.lineage(tracked(record), pk)  # type: ignore[arg-type]
    said: dict[str, str] = next((line["value"] for line in lines if line["field"] == "blanks"), {})
    return [_line(line, EDITABLE[record], said) for line in lines if line["field"] not in HIDDEN]


def _line(line: dict[str, Any], editable: Collection[str], said: dict[str, str]) -> dict[str, Any]:
    name = line["field"]
    state = blanks.state(name, line["value"], said) if name in blanks.BLANKABLE else blanks.KNOWN
    blank = "" if state == blanks.KNOWN else words.blank(state)
    return {**line, "label": words.field(name), "editable": name in editable, "blank": blank}


class Act(PageView):
    """A button's post: one service call, a word on the page, and back. `undo` names the act that takes it back."""

    noun: ClassVar[str]
    undo: ClassVar[str] = ""

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
            self.say(said, undo=to(f"{self.noun}-{self.undo}", pk) if self.undo else "")
        return self.back(f"{self.noun}-detail", pk)

    def do(self, pk: int) -> str:
        """The service call; answers what to tell the person."""
        raise NotImplementedError

    def version(self) -> int | None:
        """The version the button was drawn for."""
        text = self.request.POST.get("version", "")
        return whole(text) if text else None

"""What has been done here, by whom, and how to take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands.selectors import activity
from apps.core.choices import ChangeKind
from apps.core.keyset import BadCursor, Page
from apps.core.listing import Answer
from apps.core.selectors.history import touched, tracked
from apps.core.services import undo
from apps.portal.tables import work
from apps.portal.views.base import PageView, found
from apps.portal.views.lists import ListPage, Query

SHOWN = 50
CONFLICT = 409


class Activity(ListPage):
    """All acts, newest first."""

    resource = "change_sets"
    listing = activity.CHANGE_SETS
    opens = "activity"
    template_name = "portal/activity/list.html"
    order = "-id"
    form_keys = ("kind", "actor_name")
    columns = work.ACTS

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"kinds": ChangeKind.choices}


class ActPage(PageView):
    """One act: how many records of each kind it touched, and which."""

    resource = "change_sets"
    template_name = "portal/activity/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The records of one kind, a page at a time."""
        act = found(activity.act(pk))
        word = request.GET.get("record") or next(iter(act["records"]), "")
        page = _records(pk, word, request.GET.get("cursor"))
        links = {f"{way}_url": _at(request.path, word, getattr(page, way)) for way in ("next", "previous")}
        return self.page({"act": act, "word": word, "rows": page.rows, **links})


def _records(pk: int, word: str, cursor: str | None) -> Page:
    model = tracked(word)
    if model is None:
        return Page([])
    try:
        return touched(pk, model, cursor=cursor, size=SHOWN)
    except BadCursor:
        return touched(pk, model, size=SHOWN)


def _at(path: str, word: str, cursor: str | None) -> str:
    return f"{path}?record={word}&cursor={cursor}" if cursor else ""


class Undo(PageView):
    """Look at what an undo would meet, then do it."""

    resource, action = "change_sets", "undo"
    template_name = "portal/activity/undo.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was changed since, field by field."""
        return self.page(self.context(pk))

    def context(self, pk: int) -> dict[str, Any]:
        """The act and the preview."""
        act = found(activity.act(pk))
        return {"act": act, "preview": undo.preview(pk)}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo; later edits stay unless the person said otherwise."""
        found(activity.act(pk))
        choice = request.POST.get("choice")
        try:
            done = undo.undo(pk, choice=choice if choice in {"keep_later", "overwrite"} else None)
        except undo.UndoConflict as error:
            self.say(error, messages.WARNING)
            return self.page(self.context(pk), status=CONFLICT)
        except undo.AlreadyUndone as error:
            self.say(error, messages.WARNING)
            return self.go("activity-detail", pk)
        self.say(_("Undone: %(n)d records put back, %(kept)d kept.") % {"n": done.undone, "kept": done.kept})
        return self.go("activity-detail", done.change_set)

"""Lists of brands or importers: all of them, one, and changing them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands.selectors import marks
from apps.brands.selectors.entries import entries
from apps.brands.selectors.lists import RECORD_LISTS
from apps.brands.services import record_lists
from apps.brands.services.editing import BadValue, NoSuchRecord, Stale
from apps.core import policy
from apps.core.keyset import BadCursor, Page
from apps.core.listing import Answer
from apps.portal.forms import refuse
from apps.portal.forms_marks import ListForm, NewListForm
from apps.portal.views.base import PageView, found, whole

REFUSED, PRECONDITION_FAILED = 422, 412
SHOWN = 100


class RecordLists(PageView):
    """Lists shared with the workspace, and one's own."""

    resource = "lists"
    template_name = "portal/lists/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """By name, with how many stand in each."""
        page = self.rows(request.GET.getlist("cursor")[-1:])
        sizes = marks.sizes([row["id"] for row in page.rows])
        rows = [{**row, "size": sizes.get(row["id"], 0)} for row in page.rows]
        return self.page({"rows": rows, **_links(page)})

    def rows(self, cursor: list[str]) -> Answer:
        """A page of them; the first where the cursor is none of ours."""
        try:
            return RECORD_LISTS.page({"limit": [str(SHOWN)], "cursor": cursor})
        except BadCursor:
            return RECORD_LISTS.page({"limit": [str(SHOWN)]})


def _links(page: Answer | Page) -> dict[str, str]:
    return {f"{way}_url": f"?cursor={at}" if (at := getattr(page, way)) else "" for way in ("next", "previous")}


class RecordListPage(PageView):
    """One list: what stands in it, the latest first."""

    resource = "lists"
    template_name = "portal/lists/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page of its entries."""
        about = found(marks.record_list(pk))
        try:
            page = entries(about, cursor=request.GET.get("cursor"))
        except BadCursor:
            page = entries(about)
        return self.page({"about": about, "rows": page.rows, "is_own": self.is_own(about), **_links(page)})

    def is_own(self, about: dict[str, Any]) -> bool:
        """Whether the person may change the list itself."""
        return about["owner_id"] == self.actor.user_id or policy.allows(self.actor, "lists", "moderate")


class NewRecordList(PageView):
    """Make a list."""

    resource, action = "lists", "create"
    template_name = "portal/lists/edit.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form."""
        return self.page({"form": NewListForm(initial={"shared": True, "kind": request.GET.get("kind", "")})})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, or say why not."""
        form = NewListForm(request.POST)
        if form.is_valid():
            try:
                made = record_lists.create_list(**form.cleaned_data)
            except BadValue as error:
                refuse(form, error.errors)
            else:
                return self.go("lists-detail", made.pk)
        return self.page({"form": form}, status=REFUSED)


class EditRecordList(PageView):
    """Name, description and sharing."""

    resource, action = "lists", "update"
    template_name = "portal/lists/edit.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form, filled."""
        about = found(marks.record_list(pk))
        return self.page({"about": about, "form": ListForm(initial={**about, "shared": about["is_shared"]})})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, or say why not and keep what was typed."""
        about, form = found(marks.record_list(pk)), ListForm(request.POST)
        if not form.is_valid():
            return self.page({"about": about, "form": form}, status=REFUSED)
        values = dict(form.cleaned_data)
        try:
            record_lists.update_list(pk, version=values.pop("version"), values=values)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        except BadValue as error:
            refuse(form, error.errors)
            return self.page({"about": about, "form": form}, status=REFUSED)
        except Stale:
            again = ListForm(initial={**form.cleaned_data, "version": about["version"]})
            self.say(_("Someone changed it since you looked. Nothing was done: look again."), messages.WARNING)
            return self.page({"about": about, "form": again}, status=PRECONDITION_FAILED)
        self.say(_("Saved."))
        return self.go("lists-detail", pk)


class DeleteRecordList(PageView):
    """Take a list away; what stood in it stays."""

    resource, action = "lists", "delete"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """By its owner or a manager."""
        try:
            record_lists.delete_list(pk)
        except NoSuchRecord:
            found(None)
        except policy.NotAllowed as error:
            raise PermissionDenied from error
        self.say(_("The list is gone. Undo it in the activity to have it back."))
        return self.go("lists")


class FillRecordList(PageView):
    """Take records out of a list."""

    resource, action = "lists", "update"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Those that were ticked, or whose button was pressed."""
        ids = [*filter(None, map(whole, request.POST.getlist("remove")))]
        try:
            done = record_lists.fill_list(pk, remove=ids)
        except NoSuchRecord:
            found(None)
        self.say(_("Taken out of the list: %(n)d.") % {"n": done})
        return self.go("lists-detail", pk)

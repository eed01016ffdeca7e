"""Permit lists: which are loaded, for everyone and here, and loading one of one's own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.brands.selectors import permit_lists as selectors
from apps.brands.services.permit_lists import load_own_list
from apps.core.services.storage import UploadRefused
from apps.portal.actions import offer
from apps.portal.views.base import PageView, found
from apps.registry.choices import PermitList
from apps.registry.formats.errors import FormatError
from apps.registry.selectors import public_lists

UNPROCESSABLE = 422


@offer("permits-lists", _("Permit lists"), icon="importers")
class PermitLists(PageView):
    """What is loaded, with rows and dates."""

    resource = "permits"
    template_name = "portal/permit_lists/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The public lists, this workspace's own, and when those came in."""
        context = {"public": public_lists(), "own": selectors.own_lists(), "loads": selectors.loads()}
        return self.page(context)


class NewPermitList(PageView):
    """Load a list of one's own."""

    resource, action = "permits", "create"
    template_name = "portal/permit_lists/new.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The place to drop it."""
        return self.page(self.context())

    def context(self, problem: Any = None) -> dict[str, Any]:
        """The kinds of lists; `problem` has a message and a hint."""
        chosen = self.request.POST.get("list", "")
        return {
            "kinds": PermitList.choices,
            "chosen": chosen,
            "problem": problem,
            "limit": settings.COLABASE_UPLOAD_LIMIT,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it in at once and show what it changed."""
        code, file = request.POST.get("list", ""), request.FILES.get("files")
        try:
            if code not in PermitList.values or file is None:
                raise UploadRefused("list_missing", str(NEEDED))
            done = load_own_list(list_code=code, name=file.name or "list", stream=file.file)  # type: ignore[arg-type]
        except (FormatError, UploadRefused) as error:
            return self.page(self.context(error), status=UNPROCESSABLE)
        return self.go("permits-lists-report", done["change_set"])


NEEDED = _("Choose what kind of list it is, and a file.")


class Report(PageView):
    """What a load did."""

    resource = "permits"
    template_name = "portal/permit_lists/report.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """By the number of its act."""
        act = found(selectors.load(pk))
        told = [(label, act["counts"].get(name, 0)) for name, label in COUNTED]
        return self.page({"act": act, "told": told, "code": act["about"].get("list", "")})


COUNTED = (
    ("rows", _("rows in the file")),
    ("new", _("permits new here")),
    ("updated", _("changed")),
    ("unchanged", _("unchanged")),
    ("lapsed", _("not in it any more: lapsed")),
    ("duplicate", _("named twice: the last counts")),
    ("bad", _("rows that name no holder")),
    ("importers_matched", _("importers of your SKUs in it")),
)

"""Pages of one brand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.brands.selectors import kin, lists, records, watches
from apps.brands.selectors.merged import merged_into
from apps.brands.services import catalogue
from apps.consolidation.selectors import board
from apps.core.choices import Pace
from apps.core.selectors.history import tracked
from apps.portal import answers, identity
from apps.portal.forms import BrandForm
from apps.portal.views.base import PageView, found, whole
from apps.portal.views.editing import EditPage, FieldPage
from apps.portal.views.past import elsewhere, past
from apps.portal.views.records import Act, lineage


class BrandPage(PageView):
    """The header every tab shares."""

    resource = "brands"
    template_name = "portal/brands/detail.html"
    tab = "overview"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tab under the header. A merged brand leads to the one that answers for it; its history stays."""
        heir = merged_into(pk)
        if heir is not None and self.tab != "history":
            return self.moved(pk, heir)
        brand = found(records.brand_head(pk))
        if self.tab != "history" and (then := elsewhere(request, "brands", pk)):
            return then
        context = {
            "brand": brand,
            "answer": answers.of_brand(brand),
            "tab": self.tab,
            "tab_template": f"portal/brands/{self.tab}.html",
            "pace": watches.pace_of(self.actor.user_id, "brands", pk),
            "paces": Pace.choices,
        }
        return self.page(context | self.inside(brand))

    def moved(self, pk: int, heir: int) -> HttpResponse:
        """Off to the heir. No browser may remember the way: a merge can be undone."""
        name = found(records.brand(pk))["display_name"]
        self.say(_("%(name)s was merged into this brand.") % {"name": name}, messages.INFO)
        match = self.request.resolver_match
        there = reverse(f"portal:{match.url_name if match else 'brands-detail'}", args=[heir])
        return HttpResponsePermanentRedirect(there, headers={"Cache-Control": "no-store"})

    def inside(self, brand: dict[str, Any]) -> dict[str, Any]:
        """What the tab itself shows."""
        return {
            "reasons": identity.reasons(brand),
            "services": identity.services(brand),
            "lines": lineage("brand", brand["id"]),
            "namesakes": _namesakes(brand),
            "waiting": kin.waiting(brand["id"]),
            "bridged": kin.bridged(brand["id"]),
            "proposed": board.waiting_about(brand["id"]),
            "lapsed": [one for one in brand["holders"] if one["status"] == "lapsed"],
            "merged_into": records.brand_names([brand["merged_into"]]) if brand["merged_into"] else {},
        }


def _namesakes(brand: dict[str, Any]) -> list[dict[str, Any]]:
    rows = lists.BRANDS.page({"normal_form": [brand["normal_form"]], "limit": ["6"]}).rows
    return [row for row in rows if row["id"] != brand["id"]]


class BrandSkus(BrandPage):
    """Its SKUs, the first fifty; the full list is a click away."""

    tab = "skus"

    def inside(self, brand: dict[str, Any]) -> dict[str, Any]:
        """Newest first."""
        archived = "all" if brand["archived_at"] else "false"
        asked = {"brand": [str(brand["id"])], "sort": ["-completed_date"], "archived": [archived]}
        return {"rows": lists.SKUS.page(asked).rows}


class BrandImporters(BrandPage):
    """Who brings it in, or makes it."""

    tab = "importers"

    def inside(self, brand: dict[str, Any]) -> dict[str, Any]:
        """Permits in no list are shown too."""
        listed = {holder["permit"] for holder in brand["holders"] if holder["list_code"]}
        return {"unlisted": [number for number in brand["permits"] if number not in listed]}


class BrandHistory(BrandPage):
    """Its versions."""

    resource = "history"
    tab = "history"

    def inside(self, brand: dict[str, Any]) -> dict[str, Any]:
        """A page of them."""
        return past(self.request, "brand", brand["id"])


class BrandEdit(EditPage):
    """Name and website by hand."""

    resource, action = "brands", "update"
    template_name = "portal/brands/edit.html"
    form, noun, word = BrandForm, "brands", "brand"

    def record(self, pk: int) -> dict[str, Any]:
        """The brand."""
        return found(records.brand_head(pk))  # type: ignore[no-any-return]

    def save(self, pk: int, values: dict[str, Any], version: int) -> Any:
        """By the service."""
        return catalogue.update_brand(pk, values=values, version=version)


class BrandField(FieldPage, BrandEdit):
    """One of them, in place."""


class BrandArchive(Act):
    """Put it away, with its SKUs."""

    resource, action, noun = "brands", "delete", "brands"
    undo = "restore"

    def do(self, pk: int) -> str:
        """Nothing is deleted."""
        catalogue.archive_brand(pk, version=self.version())
        return _("Archived, with its SKUs. Restore brings both back.")


class BrandRestore(Act):
    """Take it back."""

    resource, action, noun = "brands", "delete", "brands"
    undo = "archive"

    def do(self, pk: int) -> str:
        """With the SKUs that went along."""
        catalogue.restore_brand(pk, version=self.version())
        return _("Restored, with the SKUs that were archived along with it.")


class BrandRevert(Act):
    """Give it the values of an earlier version."""

    resource, action, noun = "history", "restore", "brands"

    def do(self, pk: int) -> str:
        """Itself a new version."""
        wanted = whole(self.request.POST.get("restore"))
        catalogue.restore_version(tracked("brand"), pk, version=wanted, expected=self.version())  # type: ignore[arg-type]
        return _("The earlier values are back, as a new version.")

"""Pages of one SKU."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from apps.brands.selectors import records, watches
from apps.brands.services import catalogue
from apps.core.choices import Pace
from apps.core.selectors.history import tracked
from apps.portal.forms import SkuForm
from apps.portal.views.base import PageView, found, whole
from apps.portal.views.editing import EditPage, FieldPage
from apps.portal.views.past import elsewhere, past
from apps.portal.views.records import Act, lineage


class SkuPage(PageView):
    """What it is, and where each value comes from."""

    resource = "skus"
    template_name = "portal/skus/detail.html"
    tab = "overview"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tab under the header."""
        sku = found(records.sku(pk))
        if self.tab != "history" and (then := elsewhere(request, "skus", pk)):
            return then
        context = {
            "sku": sku,
            "tab": self.tab,
            "tab_template": f"portal/skus/{self.tab}.html",
            "pace": watches.pace_of(self.actor.user_id, "skus", pk),
            "paces": Pace.choices,
        }
        return self.page(context | self.inside(sku))

    def inside(self, sku: dict[str, Any]) -> dict[str, Any]:
        """Each field with its source."""
        return {"lines": lineage("sku", sku["id"])}


class SkuHistory(SkuPage):
    """Its versions."""

    resource = "history"
    tab = "history"

    def inside(self, sku: dict[str, Any]) -> dict[str, Any]:
        """A page of them."""
        return past(self.request, "sku", sku["id"])


class SkuEdit(EditPage):
    """A few fields by hand; the source's values are kept beside."""

    resource, action = "skus", "update"
    template_name = "portal/skus/edit.html"
    form, noun, word = SkuForm, "skus", "sku"

    def record(self, pk: int) -> dict[str, Any]:
        """The SKU."""
        return found(records.sku(pk))  # type: ignore[no-any-return]

    def save(self, pk: int, values: dict[str, Any], version: int) -> Any:
        """By the service."""
        return catalogue.update_sku(pk, values=values, version=version)


class SkuField(FieldPage, SkuEdit):
    """One of them, in place."""


class SkuArchive(Act):
    """Put it away."""

    resource, action, noun = "skus", "delete", "skus"
    undo = "restore"

    def do(self, pk: int) -> str:
        """Its brand's figures leave it out."""
        catalogue.archive_sku(pk, version=self.version())
        return _("Archived. The figures of its brand leave it out now.")


class SkuRestore(Act):
    """Take it back."""

    resource, action, noun = "skus", "delete", "skus"
    undo = "archive"

    def do(self, pk: int) -> str:
        """Counted again."""
        catalogue.restore_sku(pk, version=self.version())
        return _("Restored.")


class SkuRevert(Act):
    """Give it the values of an earlier version."""

    resource, action, noun = "history", "restore", "skus"

    def do(self, pk: int) -> str:
        """Itself a new version."""
        wanted = whole(self.request.POST.get("restore"))
        catalogue.restore_version(tracked("sku"), pk, version=wanted, expected=self.version())  # type: ignore[arg-type]
        return _("The earlier values are back, as a new version.")

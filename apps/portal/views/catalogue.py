"""The lists of brands, SKUs and importers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from apps.brands.selectors import lists
from apps.brands.selectors.best import holder_ids, sku_ids
from apps.brands.selectors.search import brand_ids
from apps.core.listing import Answer
from apps.portal import categories
from apps.portal.actions import offer
from apps.portal.tables import catalogue, since
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column
from apps.portal.views.lists import ListPage, Query


class _Since(ListPage):
    """Under `changed_since` each row says what has changed in it."""

    def told(self, asked: Query, rows: Sequence[Row]) -> list[Column]:
        """That column, where there are rows."""
        given = {"changed_since": asked.get("changed_since", [])}
        moments = self.listing.filters.cleaned(given)["changed_since"] if rows else []
        return [since.column(self.listing.name, rows, min(moments))] if moments else []


class Brands(_Since):
    """Brands, most recently approved first."""

    resource = "brands"
    listing = lists.BRANDS
    opens = "brands"
    template_name = "portal/brands/list.html"
    order = "-last_completed"
    form_keys = ("q", "category", "origin", "archived")
    columns = catalogue.BRANDS

    def best(self, text: str) -> list[int]:
        """As the search box ranks brands."""
        return brand_ids(text)

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"categories": categories.choices()}


class Skus(_Since):
    """SKUs, most recently completed first."""

    resource = "skus"
    listing = lists.SKUS
    opens = "skus"
    template_name = "portal/skus/list.html"
    order = "-completed_date"
    form_keys = ("q", "category", "origin", "market")
    columns = catalogue.SKUS

    def best(self, text: str) -> list[int]:
        """A TTB ID first, then fanciful names and brands as the search box ranks them."""
        return sku_ids(text)

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"categories": categories.choices()}


class Importers(ListPage):
    """Importers with at least one SKU, the busiest first."""

    resource = "importers"
    listing = lists.IMPORTERS
    opens = "importers"
    template_name = "portal/importers/list.html"
    order = "-sku_count"
    form_keys = ("q", "state", "status", "all")
    columns = catalogue.IMPORTERS

    def best(self, text: str) -> list[int]:
        """As the search box ranks owners."""
        return holder_ids(text)


@offer("permits", gettext_lazy("Permits"), group="go", icon="importers")
class Permits(ListPage):
    """Permits of every kind, those of wineries and breweries too."""

    resource = "permits"
    listing = lists.PERMITS
    opens = "importers"
    template_name = "portal/permits/list.html"
    order = "permit"
    form_keys = ("q", "state", "status", "all")
    columns = catalogue.PERMITS

    def best(self, text: str) -> list[int]:
        """As the search box ranks owners."""
        return holder_ids(text)

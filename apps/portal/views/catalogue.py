"""The lists of brands, SKUs and importers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.brands.selectors import lists
from apps.core.listing import Answer
from apps.portal import words
from apps.portal.views.lists import Column, ListPage, Query


class Brands(ListPage):
    """Brands, most recently approved first."""

    resource = "brands"
    listing = lists.BRANDS
    opens = True
    template_name = "portal/brands/list.html"
    row_template = "portal/brands/row.html"
    order = "-last_completed"
    form_keys = ("q", "category", "origin", "archived")
    columns = (
        Column(_("Brand"), sort="display_name"),
        Column(_("SKUs"), "num", "sku_count"),
        Column(_("Category"), "p2"),
        Column(_("Origin"), "p2"),
        Column(_("Importers"), "p3"),
        Column(_("First approved"), "num p3", "first_completed"),
        Column(_("Last approved"), "num", "last_completed"),
    )

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"categories": words.categories()}


class Skus(ListPage):
    """SKUs, most recently completed first."""

    resource = "skus"
    listing = lists.SKUS
    opens = True
    template_name = "portal/skus/list.html"
    row_template = "portal/skus/row.html"
    order = "-completed_date"
    form_keys = ("q", "category", "origin", "market")
    columns = (
        Column(_("TTB ID"), sort="ttb_id"),
        Column(_("Brand"), sort="brand"),
        Column(_("Fanciful name"), "p2", "fanciful_name"),
        Column(_("Class/type"), "p2"),
        Column(_("Origin"), "p3"),
        Column(_("Permit"), "p3", "permit"),
        Column(_("Completed"), "num", "completed_date"),
    )

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"categories": words.categories()}


class Importers(ListPage):
    """Importers with at least one SKU, the busiest first."""

    resource = "importers"
    listing = lists.IMPORTERS
    opens = True
    template_name = "portal/importers/list.html"
    row_template = "portal/importers/row.html"
    order = "-sku_count"
    form_keys = ("q", "state", "status", "all")
    columns = (
        Column(_("Importer"), sort="owner"),
        Column(_("Permit"), "p2", "permit"),
        Column(_("Operating name"), "p3"),
        Column(_("State"), "p2", "state"),
        Column(_("Brands"), "num", "brand_count"),
        Column(_("SKUs"), "num", "sku_count"),
        Column(_("Permit status"), "p2"),
    )


class Permits(ListPage):
    """Permits of every kind, those of wineries and breweries too."""

    resource = "permits"
    listing = lists.PERMITS
    template_name = "portal/permits/list.html"
    row_template = "portal/importers/row.html"
    order = "permit"
    form_keys = ("q", "state", "status", "all")
    columns = (Column(_("Holder"), sort="owner"), *Importers.columns[1:])

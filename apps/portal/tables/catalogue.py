"""Columns of brands, SKUs, importers and permits."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from apps.portal import words
from apps.portal.categories import category
from apps.portal.tables import cells
from apps.portal.tables.column import Column

BRANDS = (
    Column(
        "display_name",
        _("Brand"),
        cells.link("brands", "display_name", after=cells.if_archived),
        sort="display_name",
        needs=("display_name", "archived_at"),
    ),
    Column("sku_count", _("SKUs"), cells.number("sku_count"), "num", "sku_count"),
    Column("categories", _("Category"), cells.some("categories", word=category), "p2", "categories"),
    Column("origins", _("Origin"), cells.some("origin_names"), "p2", "origins", needs=("origin_names",)),
    Column("importers", _("Importers"), cells.some("importers", 1), "p3", "importers"),
    Column("first_completed", _("First approved"), cells.day("first_completed"), "num p3", "first_completed"),
    Column("last_completed", _("Last approved"), cells.day("last_completed"), "num", "last_completed"),
    Column("tags", _("Tags"), cells.chips("tags"), usual=False),
    Column("website", _("Website"), cells.site("website"), sort="website", usual=False),
    Column("permits", _("Permits"), cells.some("permits"), sort="permits", usual=False),
    Column("aliases", _("Other spellings"), cells.some("aliases"), sort="aliases", usual=False),
    Column("source_name", _("Name in the registry"), sort="source_name", usual=False),
    Column("normal_form", _("Normal form"), sort="normal_form", usual=False),
    Column("archived_at", _("Archived"), cells.exact("archived_at"), "num", "archived_at", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

SKUS = (
    Column("ttb_id", _("TTB ID"), cells.link("skus", "ttb_id"), "nowrap", "ttb_id"),
    Column("brand", _("Brand"), sort="brand"),
    Column("fanciful_name", _("Fanciful name"), kind="p2", sort="fanciful_name"),
    Column("class_type", _("Class/type"), cells.text("class_type", words.class_type), "p2", "class_type"),
    Column("origin", _("Origin"), cells.text("origin", words.origin), "p3", "origin"),
    Column("permit", _("Permit"), kind="p3 nowrap", sort="permit"),
    Column("completed_date", _("Completed"), cells.day("completed_date"), "num", "completed_date"),
    Column("category", _("Category"), cells.text("category", category), sort="category", usual=False),
    Column("brand_name", _("Brand name on the label"), sort="brand_name", usual=False),
    Column("serial", _("Serial number"), sort="serial", usual=False),
    Column("status", _("Status"), sort="status", usual=False),
    Column("source", _("Source"), cells.text("source", words.state), sort="source", usual=False),
    Column("archived_at", _("Archived"), cells.exact("archived_at"), "num", "archived_at", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

IMPORTERS = (
    Column("owner", _("Importer"), cells.link("importers", "owner", "permit"), sort="owner", needs=("owner", "permit")),
    Column("permit", _("Permit"), kind="p2 nowrap", sort="permit"),
    Column("operating_name", _("Operating name"), kind="p3", sort="operating_name"),
    Column("state", _("State"), kind="p2", sort="state"),
    Column("brand_count", _("Brands"), cells.number("brand_count"), "num", "brand_count"),
    Column("sku_count", _("SKUs"), cells.number("sku_count"), "num", "sku_count"),
    Column("status", _("Permit status"), cells.badge("status"), "p2", "status"),
    Column("tags", _("Tags"), cells.chips("tags"), usual=False),
    Column("family", _("Service-importer family"), sort="family", usual=False),
    Column("city", _("City"), sort="city", usual=False),
    Column("street", _("Street"), sort="street", usual=False),
    Column("zip", _("ZIP code"), sort="zip", usual=False),
    Column("county", _("County"), sort="county", usual=False),
    Column("list_code", _("Permit list"), sort="list_code", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

PERMITS = (
    replace(IMPORTERS[0], label=_("Holder")),
    *(column for column in IMPORTERS[1:] if column.name != "tags"),
    Column("kind", _("Kind"), sort="kind", usual=False),
)

"""The lists of a workspace as declarations: `BRANDS.page(params)` answers rows as dicts."""

from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Left

from apps.brands import blanks
from apps.brands.choices import Outcome
from apps.brands.filters.brands import BrandFilters
from apps.brands.filters.holders import ImporterFilters, PermitFilters
from apps.brands.filters.skus import SkuFilters
from apps.brands.filters.work import ExportFilters, HeldRowFilters, ImportFilters, SubscriptionFilters
from apps.brands.models import (
    Brand,
    BrandSummary,
    Export,
    Importer,
    Note,
    RecordList,
    Sku,
    Subscription,
    Tag,
)
from apps.brands.selectors import mark_filters
from apps.brands.selectors.insides import CELLS, TOLD, open_rows, told_imports
from apps.brands.selectors.marks import names_of_tags
from apps.core.facets import Facet
from apps.core.filtering import Params
from apps.core.keyset import Sort
from apps.core.listing import Derived, Listing
from apps.registry.formats import codes

BY_ID = Sort("id", unique=True)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _sorts(*sorts: Sort) -> dict[str, Sort]:
    return {sort.name: sort for sort in (BY_ID, *sorts)}


def _origin_names(row: dict[str, Any]) -> list[str]:
    found = (codes.origin(code) for code in row["summary__origins"])
    return [one.name if one else code for one, code in zip(found, row["summary__origins"], strict=True)]


def _website_state(row: dict[str, Any]) -> str:
    return blanks.state("website", row["website"], row["blanks"])


def _origin_desc(row: dict[str, Any]) -> str | None:
    found = codes.origin(row["origin"]) if row["origin"] else None
    return found.description if found else row["origin_desc"]


def _class_desc(row: dict[str, Any]) -> str | None:
    found = codes.class_type(row["class_type"]) if row["class_type"] else None
    return (found.description if found else "") or row["class_type_desc"]


def _market(row: dict[str, Any]) -> str | None:
    found = codes.origin(row["origin"]) if row["origin"] else None
    return found.market if found and found.market in {"domestic", "imported"} else None


def _brands() -> QuerySet[Brand]:
    """Every brand has a summary; saying so makes the join an inner one, and indexes of both sides serve."""
    return Brand.objects.filter(summary__isnull=False).annotate(tag_names=names_of_tags("brand_id", OuterRef("id")))


def _importers() -> QuerySet[Importer]:
    named = names_of_tags("importer_id", OuterRef("id"))
    return Importer.objects.filter(kind="I", list_code__isnull=False).annotate(tag_names=named)


def _counted(params: Params) -> QuerySet[BrandSummary] | None:
    """The summaries of the same brands, where the filter asks nothing of the brand itself: no join to count.

    Archived brands are few and have an index of their own.
    """
    given = BrandFilters.cleaned(params)
    if given.pop("archived") != ["false"]:
        return None
    found: dict[str, Any] = {name: BrandFilters.base_filters[name] for name in given}
    if not all((one.field_name or "").startswith("summary__") for one in found.values()):
        return None
    tests = [one.condition(given[n], field=one.field_name[9:]) for n, one in found.items() if given[n]]
    archived = Brand.objects.filter(archived_at__isnull=False).values("id")
    return BrandSummary.objects.filter(*tests).exclude(brand_id__in=archived)


def _summary(name: str, kind: str = "", *, nullable: bool = False) -> Sort:
    return Sort(name, field=f"summary__{name}", tie="summary__brand_id", kind=kind, nullable=nullable)


TAGS_OF_ROW = Derived(("tag_names",), lambda row: row["tag_names"])
ARCHIVED = Facet("archived", "archived_at", "present")

BRANDS = Listing(
    name="brands",
    base=_brands,
    columns={
        **_same("id", "display_name", "source_name", "normal_form"),
        "aliases": "summary__aliases",
        "website": "website",
        "permits": "summary__permits",
        "importers": "summary__importers",
        "origins": "summary__origins",
        "categories": "summary__categories",
        "sku_count": "summary__sku_count",
        "first_completed": "summary__first_completed",
        "last_completed": "summary__last_completed",
        "archived_at": "archived_at",
        "merged_into": "merged_into_id",
    },
    derived={
        "origin_names": Derived(("summary__origins",), _origin_names),
        "website_state": Derived(("website", "blanks"), _website_state),
        "tags": TAGS_OF_ROW,
    },
    optional=frozenset({"tags"}),
    filters=BrandFilters,
    sorts=_sorts(
        Sort("display_name"),
        _summary("sku_count"),
        _summary("first_completed", "date", nullable=True),
        _summary("last_completed", "date", nullable=True),
        *(_summary(name) for name in ("categories", "origins", "importers", "permits", "aliases")),
        Sort("source_name"),
        Sort("normal_form"),
        Sort("website", nullable=True),
        Sort("archived_at", kind="moment", nullable=True),
    ),
    counter=_counted,
    facets=(
        Facet("origin", "summary__origins", "several"),
        Facet("category", "summary__categories", "several"),
        Facet("importer", "summary__importers", "several"),
        Facet("last_completed", "summary__last_completed", "year", also=("last_completed_from", "last_completed_to")),
        ARCHIVED,
    ),
)


def _skus() -> QuerySet[Sku]:
    """With the beginning of the fanciful name, by which an index orders them: whole names can be too long for one."""
    return Sku.objects.annotate(fanciful_200=Left("fanciful_name", 200))


SKUS = Listing(
    name="skus",
    base=_skus,
    columns={
        **_same("id", "ttb_id", "brand_id"),
        "brand": "brand__display_name",
        **_same("brand_name", "fanciful_name", "permit", "serial", "completed_date"),
        **_same("origin", "class_type", "category", "status", "source", "archived_at"),
    },
    derived={
        "origin_desc": Derived(("origin", "origin_desc"), _origin_desc),
        "class_type_desc": Derived(("class_type", "class_type_desc"), _class_desc),
        "market": Derived(("origin",), _market),
    },
    filters=SkuFilters,
    sorts=_sorts(
        Sort("ttb_id", unique=True),
        Sort("completed_date", kind="date", nullable=True),
        Sort("permit"),
        Sort("fanciful_name", field="fanciful_200", nullable=True),
        Sort("brand", field="brand__display_name"),
        *(Sort(name, nullable=True) for name in ("origin", "class_type", "serial", "status")),
        *(Sort(name) for name in ("category", "brand_name", "source")),
        Sort("archived_at", kind="moment", nullable=True),
    ),
    facets=(
        Facet("origin", "origin", also=("market",)),
        Facet("category", "category"),
        Facet("class_type", "class_type"),
        Facet("permit", "permit"),
        Facet("completed_date", "completed_date", "year", also=("completed_from", "completed_to")),
        Facet("source", "source"),
        ARCHIVED,
    ),
)

_HOLDER = _same(
    "id", "permit", "owner", "operating_name", "street", "city", "state", "zip", "county", "list_code", "status",
    "family", "is_own", "brand_count", "sku_count",
)  # fmt: skip
_HOLDER_SORTS = _sorts(
    Sort("permit", unique=True),
    Sort("owner", nullable=True),
    Sort("state", nullable=True),
    Sort("sku_count"),
    Sort("brand_count"),
    Sort("status"),
    *(
        Sort(name, nullable=True)
        for name in ("operating_name", "street", "city", "zip", "county", "list_code", "family")
    ),
)

_HOLDER_FACETS = (
    Facet("state", "state"),
    Facet("status", "status"),
    Facet("family", "family", also=("has_family",)),
    Facet("list_code", "list_code"),
)

IMPORTERS = Listing(
    name="importers",
    base=_importers,
    columns=_HOLDER,
    derived={"tags": TAGS_OF_ROW},
    optional=frozenset({"tags"}),
    filters=ImporterFilters,
    facets=_HOLDER_FACETS,
    sorts=_HOLDER_SORTS,
    order="permit",
    tracked=False,
)

PERMITS = Listing(
    name="permits",
    base=Importer.objects.all,
    columns={**_HOLDER, "kind": "kind"},
    filters=PermitFilters,
    facets=_HOLDER_FACETS,
    sorts={**_HOLDER_SORTS, "kind": Sort("kind")},
    order="permit",
    tracked=False,
)

IMPORTS = Listing(
    name="imports",
    base=told_imports,
    columns={
        **_same("id", "name", "source", "state", "gate_percent", "report", "error"),
        "change_set": "change_set_id",
        "job": "job_id",
        "subscription": "subscription_id",
        "corrects": "corrects_id",
        **_same("actor_id", "actor_name", "created_at", "started_at", "finished_at"),
    },
    filters=ImportFilters,
    facets=(Facet("state", "state"), Facet("source", "source"), Facet("actor_name", "actor_name")),
    sorts=_sorts(
        *(Sort(name) for name in ("name", "state", "source", "actor_name", *TOLD)),
        Sort("created_at", kind="moment"),
        Sort("started_at", kind="moment", nullable=True),
        Sort("finished_at", kind="moment", nullable=True),
    ),
    order="-id",
    tracked=False,
)

HELD_ROWS = Listing(
    name="quarantine",
    base=open_rows,
    columns={
        "id": "id",
        "import": "run_id",
        **_same("row", "outcome", "reasons", "suggestion", "raw", "current", "ttb_id", "state"),
        "settled_by": "settled_by_id",
    },
    filters=HeldRowFilters,
    facets=(Facet("reason", "reasons", "several"), Facet("state", "state"), Facet("outcome", "outcome")),
    sorts=_sorts(
        *(Sort(name) for name in ("row", "state", "outcome", "suggestion", *CELLS)),
        Sort("ttb_id", nullable=True),
        Sort("import", field="run_id"),
        Sort("reasons", field="first_reason"),
    ),
    tracked=False,
)

CONFLICTS = replace(
    HELD_ROWS,
    name="conflicts",
    base=lambda: open_rows().filter(outcome=Outcome.CONFLICTING),
    facets=(Facet("reason", "reasons", "several"), Facet("state", "state")),
)

EXPORTS = Listing(
    name="exports",
    base=Export.objects.all,
    columns={
        **_same("id", "resource", "format", "filter", "fields", "sort", "state", "rows", "size", "error"),
        "job": "job_id",
        **_same("actor_id", "actor_name", "created_at", "ready_at", "expires_at"),
    },
    filters=ExportFilters,
    facets=(Facet("resource", "resource"), Facet("format", "format"), Facet("state", "state")),
    sorts=_sorts(
        *(Sort(name) for name in ("resource", "format", "state", "actor_name")),
        *(Sort(name, nullable=True) for name in ("rows", "size")),
        Sort("created_at", kind="moment"),
        Sort("expires_at", kind="moment", nullable=True),
    ),
    order="-id",
    tracked=False,
)

SUBSCRIPTIONS = Listing(
    name="subscriptions",
    base=Subscription.objects.all,
    columns=_same("id", "name", "filter", "is_active", "watermark", "created_at", "filled_at"),
    filters=SubscriptionFilters,
    sorts=_sorts(
        Sort("name"),
        Sort("is_active"),
        Sort("created_at", kind="moment"),
        Sort("filled_at", kind="moment", nullable=True),
    ),
    tracked=False,
)

TAGS = Listing(
    name="tags",
    base=Tag.objects.all,
    columns=_same("id", "name", "colour", "created_at"),
    filters=mark_filters.TagFilters,
    sorts=_sorts(Sort("name", field="key", unique=True)),
    order="name",
)

RECORD_LISTS = Listing(
    name="lists",
    base=RecordList.objects.all,
    columns={
        **_same("id", "kind", "name", "description", "owner_id", "owner_name"),
        "shared": "is_shared",
        "created_at": "created_at",
    },
    filters=mark_filters.ListFilters,
    sorts=_sorts(Sort("name")),
    order="name",
    tracked=False,
)

NOTES = Listing(
    name="notes",
    base=Note.objects.all,
    columns={
        "id": "id",
        "brand": "brand_id",
        "importer": "importer_id",
        **_same("text", "author_id", "author_name"),
        "pinned": "is_pinned",
        **_same("created_at", "edited_at"),
    },
    filters=mark_filters.NoteFilters,
    sorts=_sorts(),
    order="-id",
)

LISTS = {
    one.name: one
    for one in (
        BRANDS, SKUS, IMPORTERS, PERMITS, IMPORTS, HELD_ROWS, EXPORTS, SUBSCRIPTIONS, TAGS, RECORD_LISTS, NOTES,
    )
}  # fmt: skip

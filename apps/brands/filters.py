"""What lists of brands, SKUs, importers, permits, imports and their kin can be asked.

Names of keys are those of the API, of exports and of the addresses of pages: they stay.
"""

from functools import cache, reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from apps.brands.blanks import KNOWN
from apps.brands.choices import Blank, ExportState, HeldState, ImportState, Outcome, Source
from apps.brands.models import Brand, Export, HeldRow, Import, Importer, Sku, Subscription
from apps.brands.selectors.changed import brands_since, skus_since
from apps.brands.selectors.mark_filters import ListFilters, NoteFilters, TagFilters, noted, standing, tagged
from apps.brands.selectors.merged import roots
from apps.brands.selectors.search_lists import search_filter
from apps.core.filtering import (
    AnyOf,
    BadFilter,
    StrictFilterSet,
    archived,
    choice,
    day,
    moment,
    whole,
    yes_no,
)
from apps.core.operators import code, date, instant, number, only, several, text, word
from apps.registry.formats import codes, tables
from apps.registry.formats.ids import bare_ttb_id, permit_text
from apps.registry.formats.names import clean_text, normal_form

CHANGES = {"new": "+", "updated": "~"}


class Search(AnyOf):
    """`q`: words anywhere in the record, by the search engine."""

    def filter(self, qs: QuerySet[Any, Any], value: Any) -> QuerySet[Any, Any]:
        """The rows every given text is found in."""
        for words in value or ():
            qs = search_filter(qs, words)
        return qs


@cache
def _categories() -> dict[str, str]:
    return {row["category"].casefold(): row["category"] for row in tables.rows("classes")}


def category(text: str) -> str:
    """A category as it is stored, however it was typed."""
    return _categories().get(text.strip().casefold(), text)


@cache
def origins_of(market: str) -> tuple[str, ...]:
    """Codes of all origins of a market: domestic or imported."""
    found = (row["code"] for row in tables.rows("origins") if row["market"] == market)
    return tuple(sorted(found))


def _market(path: str) -> AnyOf:
    def build(words: list[str]) -> Q:
        return reduce(or_, (Q(**{f"{path}__in": origins_of(word)}) for word in words))

    return AnyOf(path, each=choice("domestic", "imported"), build=build)


def _website(values: list[str]) -> Q:
    tests = [Q(website=None) | Q(website="") if v == "missing" else Q(website__icontains=v) for v in values]
    return reduce(or_, tests)


def _website_state(words: list[str]) -> Q:
    none = Q(website=None) | Q(website="")
    tests = {
        KNOWN: ~none,
        Blank.NOT_ASKED.value: none & (~Q(blanks__has_key="website") | Q(blanks__website=Blank.NOT_ASKED.value)),
        **{w.value: none & Q(blanks__website=w.value) for w in (Blank.MISSING, Blank.EMPTY, Blank.WITHHELD)},
    }
    return reduce(or_, (tests[word] for word in words))


def plain(name: str) -> str:
    """A name as brands are known by, whatever its spelling."""
    return normal_form(name) or clean_text(name)


def _name(values: list[str]) -> Q:
    return Q(normal_form__in=[plain(value) for value in values])


def _of_brands(ids: list[int]) -> Q:
    return Q(brand_id__in=sorted(set(roots(ids).values())))


class BrandFilters(StrictFilterSet):
    """Brands by what their SKUs say together. Archived ones are hidden unless asked for."""

    asks = {
        "id": number(),
        "name": only(text("normal_form", change=plain), "is", "not", "paste"),
        "display_name": text(),
        "source_name": text(),
        "normal_form": text(),
        "website": text(),
        "sku_count": number("summary__sku_count"),
        "first_completed": date("summary__first_completed"),
        "last_completed": date("summary__last_completed"),
        "origin": several("summary__origins", change=codes.origin_code),
        "category": several("summary__categories", change=category),
        "permit": several("summary__permits", change=permit_text),
        "importer": several("summary__importers", change=permit_text),
        "alias": several("summary__aliases"),
        "merged_into": number("merged_into_id"),
        "archived_at": instant(),
    }

    defaults: ClassVar[dict[str, list[str]]] = {"archived": ["false"]}

    q = Search(help_text="Words of the name, in any spelling.")
    id = AnyOf(each=whole())
    name = AnyOf("normal_form", build=_name, help_text="The name in any spelling: marks, case and dots do not count.")
    normal_form = AnyOf()
    origin = AnyOf("summary__origins", "overlap", change=codes.origin_code, help_text="An origin code, such as 51.")
    category = AnyOf("summary__categories", "overlap", change=category, help_text="Such as Wine.")
    permit = AnyOf("summary__permits", "overlap", change=permit_text, help_text="Such as NY-I-15066.")
    importer = AnyOf("summary__importers", "overlap", change=permit_text, help_text="An importer's permit number.")
    website = AnyOf(build=_website, help_text="`missing`, or a part of the address.")
    website_state = AnyOf(
        "website",
        each=choice(KNOWN, *Blank.values),
        build=_website_state,
        help_text="`known`, or why there is none: `not_asked`, `missing`, `empty`, `withheld`.",
    )
    sku_count_min = AnyOf("summary__sku_count", "gte", each=whole())
    sku_count_max = AnyOf("summary__sku_count", "lte", each=whole())
    first_completed_from = AnyOf("summary__first_completed", "gte", each=day())
    first_completed_to = AnyOf("summary__first_completed", "lte", each=day())
    last_completed_from = AnyOf("summary__last_completed", "gte", each=day())
    last_completed_to = AnyOf("summary__last_completed", "lte", each=day())
    tag = tagged("brand_id")
    list = standing("brand_id")
    has_notes = noted("brand_id")
    archived = archived()
    changed_since = AnyOf("id", each=moment(), build=brands_since, help_text="Made or changed since.")

    class Meta:
        model = Brand
        fields: list[str] = []


class SkuFilters(StrictFilterSet):
    """SKUs by their columns, or by what an import did to them."""

    asks = {
        "id": number(),
        "brand": only(text("brand__display_name"), "contains", "starts"),
        "brand_id": number(),
        "brand_name": text(),
        "ttb_id": code(change=bare_ttb_id),
        "permit": code(change=permit_text),
        "serial": text(),
        "origin": code(change=codes.origin_code),
        "class_type": code(change=codes.class_code),
        "category": text(change=category),
        "completed_date": date(),
        "fanciful_name": text(),
        "status": text(),
        "source": word(*Source.values),
        "archived_at": instant(),
    }

    defaults: ClassVar[dict[str, list[str]]] = {"archived": ["false"]}

    q = Search(help_text="Words of the brand or fanciful name, or a TTB ID.")
    id = AnyOf(each=whole())
    brand = AnyOf("brand_id", each=whole(), build=_of_brands, help_text="The id of a brand, also of one merged since.")
    ttb_id = AnyOf(change=bare_ttb_id)
    permit = AnyOf(change=permit_text)
    origin = AnyOf(change=codes.origin_code, help_text="An origin code, such as 51.")
    class_type = AnyOf(change=codes.class_code, help_text="A class/type code, such as 80.")
    category = AnyOf(change=category)
    completed_from = AnyOf("completed_date", "gte", each=day())
    completed_to = AnyOf("completed_date", "lte", each=day())
    source = AnyOf(each=choice(*Source.values))
    market = _market("origin")
    fanciful_name = AnyOf(lookup="icontains")
    archived = archived()
    changed_since = AnyOf("id", each=moment(), build=skus_since, help_text="Made or changed since.")
    outcome = AnyOf(each=choice(*CHANGES), build=lambda _: Q(), help_text="With `import`: what it did.")

    class Meta:
        model = Sku
        fields: list[str] = []

    @classmethod
    def together(cls, queryset: QuerySet[Any, Any], given: dict[str, list[Any]]) -> QuerySet[Any, Any]:
        """`import` and `outcome` ask the history of an import's change set."""
        runs, outcomes = given.get("import"), given.get("outcome")
        if outcomes and not runs:
            raise BadFilter([("outcome", "Say of which import, with `import`.")])
        return queryset.filter(id__in=touched_by(runs, outcomes or list(CHANGES))) if runs else queryset


# `import` is a word of Python, so it cannot be declared in the class.
SkuFilters.base_filters["import"] = AnyOf(
    "id", each=whole(), build=lambda _: Q(), help_text="The id of an import that made or changed the SKU."
)


def touched_by(runs: list[int], outcomes: list[str]) -> QuerySet[Any, Any]:
    """Ids of the SKUs that these imports made or changed."""
    acts = Import.objects.filter(id__in=runs, change_set_id__isnull=False).values("change_set_id")
    kinds = [CHANGES[word] for word in outcomes]
    past: QuerySet[Any, Any] = Sku.history.model.objects
    return past.filter(change_set_id__in=acts, history_type__in=kinds).values("id")


class HolderFilters(StrictFilterSet):
    """Permit holders as this workspace sees them. Those with no SKU are hidden unless `all=1`."""

    asks = {
        "id": number(),
        "permit": code(change=permit_text),
        "owner": text(),
        "operating_name": text(),
        "street": text(),
        "city": text(),
        "state": code(change=str.upper),
        "zip": text(),
        "county": text(),
        "family": text(),
        "status": word("active", "lapsed", "unlisted"),
        "list_code": text(),
        "sku_count": number(),
        "brand_count": number(),
    }

    defaults: ClassVar[dict[str, list[str]]] = {"all": ["false"]}

    q = Search(help_text="Words of the owner's or operating name, or a permit.")
    id = AnyOf(each=whole())
    permit = AnyOf(change=permit_text)
    owner = AnyOf(lookup="icontains")
    owner_key = AnyOf(change=normal_form, help_text="The owner's name in any spelling.")
    state = AnyOf(change=str.upper)
    family = AnyOf(lookup="iexact", help_text="A family of service importers.")
    has_family = AnyOf("family", "isnull", each=yes_no(), change=lambda yes: not yes)
    status = AnyOf(each=choice("active", "lapsed", "unlisted"))
    sku_count_min = AnyOf("sku_count", "gte", each=whole())
    sku_count_max = AnyOf("sku_count", "lte", each=whole())
    all = AnyOf(
        each=yes_no(), build=lambda vs: Q() if any(vs) else Q(used__gt=0), help_text="`1`: also those with no SKU."
    )

    class Meta:
        model = Importer
        fields: list[str] = []


class ImporterFilters(HolderFilters):
    """Importers: holders of importers' permits who stand in a list."""

    tag = tagged("importer_id")
    list = standing("importer_id")
    has_notes = noted("importer_id")


class PermitFilters(HolderFilters):
    """All permits, of every kind."""

    kind = AnyOf(change=str.upper, help_text="I for importers, W for wineries, P, S, or a plant type.")
    list = AnyOf("list_code", help_text="The list the holder stands in.")
    own = AnyOf("is_own", each=yes_no(), help_text="Whether it stands in a list of this workspace's own.")


class ImportFilters(StrictFilterSet):
    """Imports by state, source, person and time."""

    asks = {
        "id": number(),
        "state": word(*ImportState.values),
        "source": word(*Source.values),
        "name": text(),
        "actor": number("actor_id"),
        "actor_name": text(),
        "created_at": instant(),
        "started_at": instant(),
        "finished_at": instant(),
    }

    id = AnyOf(each=whole())
    state = AnyOf(each=choice(*ImportState.values))
    source = AnyOf(each=choice(*Source.values))
    name = AnyOf(lookup="icontains")
    change_set = AnyOf("change_set_id", each=whole())
    subscription = AnyOf("subscription_id", each=whole())
    corrects = AnyOf("corrects_id", each=whole())
    actor = AnyOf("actor_id", each=whole())
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())

    class Meta:
        model = Import
        fields: list[str] = []


class HeldRowFilters(StrictFilterSet):
    """Rows that did not enter, by what is wrong with them and what became of them."""

    asks = {
        "id": number(),
        "run": number("run_id"),
        "row": number(),
        "outcome": word(Outcome.QUARANTINED, Outcome.CONFLICTING),
        "reason": several("reasons"),
        "state": word(*HeldState.values),
        "ttb_id": code(change=bare_ttb_id),
        "suggestion": text(),
    }

    id = AnyOf(each=whole())
    run = AnyOf("run_id", each=whole(), help_text="The id of an import.")
    row = AnyOf(each=whole())
    outcome = AnyOf(each=choice(Outcome.QUARANTINED, Outcome.CONFLICTING))
    reason = AnyOf("reasons", "overlap")
    state = AnyOf(each=choice(*HeldState.values))
    ttb_id = AnyOf(change=bare_ttb_id)
    suggested = AnyOf(
        "suggestion",
        each=yes_no(),
        build=lambda vs: reduce(or_, (~Q(suggestion="") if v else Q(suggestion="") for v in vs)),
    )

    class Meta:
        model = HeldRow
        fields: list[str] = []


class ExportFilters(StrictFilterSet):
    """Exports by what was asked and how far they are."""

    asks = {
        "id": number(),
        "resource": text(),
        "format": text(),
        "state": word(*ExportState.values),
        "actor_name": text(),
        "rows": number(),
        "size": number(),
        "created_at": instant(),
    }

    id = AnyOf(each=whole())
    resource = AnyOf()
    format = AnyOf()
    state = AnyOf(each=choice(*ExportState.values))
    actor = AnyOf("actor_id", each=whole())

    class Meta:
        model = Export
        fields: list[str] = []


class SubscriptionFilters(StrictFilterSet):
    """Subscriptions by name and whether they are followed."""

    id = AnyOf(each=whole())
    name = AnyOf(lookup="icontains")
    active = AnyOf("is_active", each=yes_no())

    class Meta:
        model = Subscription
        fields: list[str] = []


FILTERS: dict[str, type[StrictFilterSet]] = {
    "brands": BrandFilters,
    "skus": SkuFilters,
    "importers": ImporterFilters,
    "permits": PermitFilters,
    "imports": ImportFilters,
    "quarantine": HeldRowFilters,
    "exports": ExportFilters,
    "subscriptions": SubscriptionFilters,
    "tags": TagFilters,
    "lists": ListFilters,
    "notes": NoteFilters,
}

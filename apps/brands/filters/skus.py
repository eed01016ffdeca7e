"""What a list of SKUs can be asked."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from apps.brands.choices import Source
from apps.brands.filters.words import Search, category, market_of
from apps.brands.models import Import, Sku
from apps.brands.selectors.changed import skus_since
from apps.brands.selectors.merged import roots
from apps.core.filtering import AnyOf, BadFilter, StrictFilterSet, archived, choice, day, moment, whole
from apps.core.operators import code, date, instant, number, only, text, word
from apps.registry.formats import codes
from apps.registry.formats.ids import bare_ttb_id, permit_text

CHANGES = {"new": "+", "updated": "~"}


def _of_brands(ids: list[int]) -> Q:
    return Q(brand_id__in=sorted(set(roots(ids).values())))


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
    market = market_of("origin")
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

"""What lists of importers and permits can be asked."""

from typing import ClassVar

from django.db.models import Q

from apps.brands.filters.words import Search
from apps.brands.models import Importer
from apps.brands.selectors.mark_filters import noted, standing, tagged
from apps.core.filtering import AnyOf, StrictFilterSet, choice, whole, yes_no
from apps.core.operators import code, number, text, word
from apps.registry.formats.ids import permit_text
from apps.registry.formats.names import normal_form


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

    asks = {**HolderFilters.asks, "kind": code(change=str.upper)}

    kind = AnyOf(change=str.upper, help_text="I for importers, W for wineries, P, S, or a plant type.")
    list = AnyOf("list_code", help_text="The list the holder stands in.")
    own = AnyOf("is_own", each=yes_no(), help_text="Whether it stands in a list of this workspace's own.")

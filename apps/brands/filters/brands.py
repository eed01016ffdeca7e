"""What a list of brands can be asked."""

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db.models import Q

from apps.brands.blanks import KNOWN
from apps.brands.choices import Blank
from apps.brands.filters.words import Search, category
from apps.brands.models import Brand
from apps.brands.selectors.changed import brands_since
from apps.brands.selectors.mark_filters import noted, standing, tagged
from apps.brands.selectors.names import shown_as
from apps.core.filtering import AnyOf, StrictFilterSet, archived, choice, day, moment, whole
from apps.core.operators import date, instant, number, several, text
from apps.registry.formats import codes
from apps.registry.formats.ids import permit_text
from apps.registry.formats.names import clean_text, normal_form


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


def _called(path: str, forms: list[str]) -> Q:
    """Brands known by one of these names, or shown under it."""
    known, renamed = Q(**{f"{path}__in": forms}), shown_as(forms)
    return known | Q(id__in=renamed) if renamed else known


def _name(values: list[str]) -> Q:
    return _called("normal_form", [plain(value) for value in values])


NAME = replace(
    text("normal_form", change=plain),
    tests={"is": _called, "not": lambda path, forms: ~_called(path, forms), "paste": _called},
)


class BrandFilters(StrictFilterSet):
    """Brands by what their SKUs say together. Archived ones are hidden unless asked for."""

    asks = {
        "id": number(),
        "name": NAME,
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

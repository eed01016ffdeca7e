"""The likeliest few rows of a list searched by `q=`: numbers first, exact before begun, then names best first."""

from itertools import chain, islice

from apps.brands.models import Brand, Sku
from apps.brands.selectors import holders
from apps.brands.selectors.candidates import candidates, typed_name
from apps.brands.selectors.numbers import PERMIT, TTB_ID, begins, number
from apps.brands.selectors.ranking import Ranked
from apps.brands.selectors.search import BRANDS, SKUS, named

TOP, POOL = 10, 100


def sku_ids(text: str, limit: int = TOP) -> list[int]:
    """SKUs by TTB ID, else by fanciful name or brand: of each name the newest, the best name first."""
    typed = number(text)
    if TTB_ID.fullmatch(typed):
        return list(
            Sku.objects.filter(**begins("ttb_id", typed)).order_by("ttb_id").values_list("id", flat=True)[:limit]
        )
    if PERMIT.fullmatch(typed) or not (name := typed_name(text)):
        return []
    found = chain.from_iterable(_of_name(one, limit) for one in candidates(name, BRANDS + SKUS)[:limit])
    return list(islice(dict.fromkeys(found), limit))


def _of_name(one: Ranked, limit: int) -> list[int]:
    live = Sku.objects.filter(archived_at=None)
    rows = named(live, [one.spelling]) if one.kind in SKUS else live.filter(brand_id__in=_brands(one))
    return list(rows.order_by("-completed_date", "-id").values_list("id", flat=True)[:limit])


def _brands(one: Ranked) -> list[int]:
    if one.kind == "alias":
        return [one.brand]
    return list(Brand.objects.filter(normal_form=one.spelling).values_list("id", flat=True)[:TOP])


def holder_ids(text: str) -> list[int]:
    """Permit holders by permit number, else by owner or trade name, those with more SKUs first.

    More than a list shows on top: which of them it has is for its filters to say.
    """
    typed = number(text)
    if PERMIT.fullmatch(typed):
        return [one.id for one in holders.by_number(typed, POOL)]
    name = typed_name(text)
    return [one.id for one in holders.by_name(name, POOL)] if name else []

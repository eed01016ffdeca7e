"""`q=` of lists: the rows that bear the words typed, or what was probably meant. All of them, not the best."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.brands.models import Brand, Importer, SearchName, Sku
from apps.brands.selectors import holders
from apps.brands.selectors.candidates import begun, candidates, typed_name
from apps.brands.selectors.numbers import PERMIT, TTB_ID, begins, number
from apps.brands.selectors.ranking import is_close
from apps.brands.selectors.search import BRANDS, SKUS, named

FEW = 200


def search_filter(queryset: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    """The rows of a list that bear the words typed, or, if none does, what was probably meant."""
    condition = {Brand: _brand_condition, Sku: _sku_condition, Importer: holders.condition}.get(queryset.model)
    if condition is None or not text.strip():
        return queryset
    return queryset.filter(condition(text))


def _names(text: str, kinds: tuple[str, ...]) -> tuple[Any, Any]:
    """Spellings of the names that bear the words typed, or else were probably meant; and the brands of aliases.

    Few are told one by one: then the database looks them up, where it would read the whole table for a subquery
    whose rows it cannot foresee.
    """
    typed = typed_name(text)
    groups = begun(typed) if typed else [[]]
    bearing = SearchName.objects.filter(kind__in=kinds)
    for group in groups:
        bearing = bearing.filter(words__overlap=group)
    rows = list(bearing.values_list("kind", "spelling", "brand")[: FEW + 1]) if all(groups) else []
    if len(rows) > FEW:
        aliases = bearing.filter(kind="alias")
        return bearing.exclude(kind="alias").values("spelling"), aliases.values("brand") if aliases.exists() else []
    if not rows and typed:
        found = candidates(typed, kinds)
        meant = [one for one in found if is_close(typed, one.text)] or found
        close = SearchName.objects.filter(kind__in=kinds, spelling__in=[one.spelling for one in meant])
        rows = list(close.values_list("kind", "spelling", "brand"))
    spellings = [spelling for kind, spelling, _brand in rows if kind != "alias"]
    return spellings, [brand for kind, _spelling, brand in rows if kind == "alias"]


def _brand_condition(text: str) -> Q:
    typed = number(text)
    if PERMIT.fullmatch(typed):
        return Q(summary__permits__contains=[typed])
    if TTB_ID.fullmatch(typed):
        return Q(id__in=Sku.objects.filter(**begins("ttb_id", typed)).values("brand_id"))
    forms, brands = _names(text, BRANDS)
    by_form = Q(normal_form__in=forms)
    return by_form if isinstance(brands, list) and not brands else by_form | Q(id__in=brands)


def _sku_condition(text: str) -> Q:
    typed = number(text)
    if TTB_ID.fullmatch(typed):
        return Q(**begins("ttb_id", typed))
    if PERMIT.fullmatch(typed):
        return Q(**begins("permit", typed))
    fanciful = named(Sku.objects.all(), _names(text, SKUS)[0]).values("id")
    return Q(brand_id__in=Brand.objects.filter(_brand_condition(text)).values("id")) | Q(id__in=fanciful)

"""`q=` of lists: the rows that bear the words typed, or what was probably meant. All of them, not the best."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.brands.models import Brand, Importer, SearchName, Sku
from apps.brands.selectors import holders
from apps.brands.selectors.candidates import begun, candidates, typed_name
from apps.brands.selectors.numbers import PERMIT, TTB_ID, begins, number
from apps.brands.selectors.ranking import is_close
from apps.brands.selectors.search import BRANDS, SKUS, named


def search_filter(queryset: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    """The rows of a list that bear the words typed, or, if none does, what was probably meant."""
    condition = {Brand: _brand_condition, Sku: _sku_condition, Importer: holders.condition}.get(queryset.model)
    if condition is None or not text.strip():
        return queryset
    return queryset.filter(condition(text))


def _spellings(text: str, kinds: tuple[str, ...]) -> Any:
    """Spellings as a subquery when names bear the words typed, else the few that were probably meant."""
    typed = typed_name(text)
    groups = begun(typed) if typed else [[]]
    condition = Q(kind__in=kinds)
    for group in groups:
        condition &= Q(words__overlap=group)
    bearing = SearchName.objects.filter(condition)
    if all(groups) and bearing.exists():
        return bearing
    found = candidates(typed, kinds) if typed else []
    meant = [one for one in found if is_close(typed, one.text)] or found
    close = [one.spelling for one in meant]
    return SearchName.objects.filter(kind__in=kinds, spelling__in=close)


def _brand_condition(text: str) -> Q:
    typed = number(text)
    if PERMIT.fullmatch(typed):
        return Q(summary__permits__contains=[typed])
    if TTB_ID.fullmatch(typed):
        return Q(id__in=Sku.objects.filter(**begins("ttb_id", typed)).values("brand_id"))
    found = _spellings(text, BRANDS)
    by_form = Q(normal_form__in=found.filter(kind="brand").values("spelling"))
    aliases = found.filter(kind="alias")
    return by_form | Q(id__in=aliases.values("brand")) if aliases.exists() else by_form


def _sku_condition(text: str) -> Q:
    typed = number(text)
    if TTB_ID.fullmatch(typed):
        return Q(**begins("ttb_id", typed))
    if PERMIT.fullmatch(typed):
        return Q(**begins("permit", typed))
    fanciful = named(Sku.objects.all(), _spellings(text, SKUS).values("spelling")).values("id")
    return Q(brand_id__in=Brand.objects.filter(_brand_condition(text)).values("id")) | Q(id__in=fanciful)

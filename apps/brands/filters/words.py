"""Keys that several lists share: words anywhere, a category, a market."""

from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from apps.brands.selectors.search_lists import search_filter
from apps.core.filtering import AnyOf, choice
from apps.registry.formats import tables


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


def market_of(path: str) -> AnyOf:
    """`domestic` or `imported`, by the codes of origins."""

    def build(words: list[str]) -> Q:
        return reduce(or_, (Q(**{f"{path}__in": origins_of(word)}) for word in words))

    return AnyOf(path, each=choice("domestic", "imported"), build=build)

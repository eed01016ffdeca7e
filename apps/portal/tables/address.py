"""The address of a list: everything one sees is in it, so a link shows another the same."""

from collections.abc import Mapping, Sequence

from django.utils.http import urlencode

from apps.portal import words

Query = dict[str, list[str]]
VIEWER_KEYS = frozenset({"columns", "density", "limit", "page_size", "view", "open"})  # they narrow nothing
NOT_CHIPS = frozenset({"sort", "cursor", "count", "fields", "omit"}) | VIEWER_KEYS


def address(asked: Mapping[str, Sequence[str]], **changes: Sequence[str]) -> str:
    """This list from its first page, with some keys changed; an empty value drops the key."""
    query = {key: values for key, values in {**asked, **changes}.items() if values and key != "cursor"}
    return f"?{urlencode(query, doseq=True)}"


def paged(asked: Query, cursor: str | None) -> str:
    """This list at a cursor; nothing where there is no such page."""
    return f"{address(asked)}&{urlencode({'cursor': cursor})}" if cursor else ""


def filters_of(asked: Query) -> Query:
    """What narrows the list, without order, paging and looks."""
    return {key: values for key, values in asked.items() if key not in NOT_CHIPS}


def chips(asked: Query) -> list[dict[str, str]]:
    """Each filter as words and the address without it."""
    found = []
    for key, values in filters_of(asked).items():
        for text in values:
            rest = [value for value in values if value != text]
            found.append(
                {"name": words.filter_name(key), "value": words.value(key, text), "url": address(asked, **{key: rest})}
            )
    return found

"""Texts that were kept or raised in English, with values in them, said in the language of the reader.

Readers of files and the engine know no Django, and jobs run where nobody's language is known: what they say is kept in
English. An app registers the patterns such texts are made from; `told(text)` finds the one and fills its translation
with the same values.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext

VALUE = re.compile(r"%\((\w+)\)s")
Show = Callable[[str, Mapping[str, str]], Any]
_KNOWN: list[str] = []
_SHOWN: dict[str, Show] = {}
_KEYS: set[str] = set()


def register(patterns: Iterable[str], *, holds_keys: bool = False, **shown: Show) -> None:
    """Texts of the catalogue that are kept in English; how values of some names are themselves said, given all values.
    `holds_keys`: the values are keys, which are put into words in English too."""
    with_values = [pattern for pattern in patterns if VALUE.search(pattern)]
    _KNOWN.extend(with_values)
    _KEYS.update(with_values if holds_keys else ())
    _SHOWN.update(shown)
    _patterns.cache_clear()


def told(text: Any) -> str:
    """The text in the reader's language; as it was kept where nobody knows its pattern."""
    kept = str(text or "")
    said = gettext(kept) if kept else ""
    if said != kept:
        return said
    for expression, pattern in _patterns(is_english=(get_language() or "en") == "en"):
        if found := expression.fullmatch(kept):
            values = found.groupdict()
            return gettext(pattern) % {name: _value(name, values) for name in values}
    return kept


def _value(name: str, values: Mapping[str, str]) -> str:
    show = _SHOWN.get(name)
    return str(show(values[name], values)) if show else values[name]


@cache
def _patterns(*, is_english: bool) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each pattern with values as an expression; those that say more go first."""
    sayings = sorted(_KEYS if is_english else _KNOWN, key=lambda pattern: -len(VALUE.sub("", pattern)))
    return tuple((_expression(pattern), pattern) for pattern in sayings)


def _expression(pattern: str) -> re.Pattern[str]:
    parts = VALUE.split(pattern)
    made = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile(made, re.DOTALL)

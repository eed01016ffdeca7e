"""Texts that were kept or raised in English, with values in them, said in the language of the reader.

Readers of files and the engine know no Django, and jobs run where nobody's language is known: what they say is kept in
English. An app registers the patterns such texts are made from; `told(text)` finds the one and fills its translation
with the same values.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext

VALUE = re.compile(r"%\((\w+)\)s")
_KNOWN: list[str] = []
_SHOWN: dict[str, Callable[[str], Any]] = {}


def register(patterns: Iterable[str], **shown: Callable[[str], Any]) -> None:
    """Texts of the catalogue that are kept in English; how values of some names are themselves said."""
    _KNOWN.extend(pattern for pattern in patterns if VALUE.search(pattern))
    _SHOWN.update(shown)
    _patterns.cache_clear()


def told(text: Any) -> str:
    """The text in the reader's language; as it was kept where nobody knows its pattern."""
    kept = str(text or "")
    said = gettext(kept) if kept else ""
    if said != kept or (get_language() or "en") == "en":
        return said
    for expression, pattern in _patterns():
        if found := expression.fullmatch(kept):
            return gettext(pattern) % {name: _value(name, value) for name, value in found.groupdict().items()}
    return kept


def _value(name: str, value: str) -> str:
    show = _SHOWN.get(name)
    return str(show(value)) if show else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each pattern with values as an expression; those that say more go first."""
    sayings = sorted(_KNOWN, key=lambda pattern: -len(VALUE.sub("", pattern)))
    return tuple((_expression(pattern), pattern) for pattern in sayings)


def _expression(pattern: str) -> re.Pattern[str]:
    parts = VALUE.split(pattern)
    made = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile(made, re.DOTALL)

"""What an act did, as a sentence: a pattern under a stable word, and the values in it.

An app says its patterns once, as words of the catalogue: `said = pattern("brand.archived", _('Archived brand "%(name)s"'))`,
where `_` is `gettext_noop`; a service then opens its act with `said(name=brand.display_name)`. `str()` of it is English
and is kept as the act's summary; `tell` says the same in the reader's language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

LONGEST = 120
PATTERNS: dict[str, str] = {}


@dataclass(frozen=True)
class Sentence:
    """A word of `PATTERNS` and its values: texts, numbers, lists of names of fields or of lists, or another sentence as
    data (also in a list; `{"text": ...}` is what somebody wrote)."""

    word: str
    values: Mapping[str, Any]

    @property
    def about(self) -> dict[str, Any]:
        """The sentence as data, to keep beside the act."""
        return {"sentence": self.word, **self.values}

    def __str__(self) -> str:
        return _filled(PATTERNS[self.word], self.values, _plain_field, _plain)


def pattern(word: str, text: str) -> Callable[..., Sentence]:
    """Register a pattern; what makes its sentences."""
    PATTERNS[word] = text
    return lambda **values: Sentence(word, {name: _short(value) for name, value in values.items()})


def tell(about: Mapping[str, Any], summary: str, field_name: Callable[[str], str]) -> str:
    """The sentence in the reader's language; the summary as it was kept where there is no pattern for it."""
    text = PATTERNS.get(about.get("sentence", ""))
    if text is None:
        return summary
    try:
        return _filled(gettext(text), about, field_name, lambda inner: tell(inner, _plain(inner), field_name))
    except KeyError:
        return summary


def _filled(
    text: str, values: Mapping[str, Any], field_name: Callable[[str], str], inner: Callable[[Mapping[str, Any]], str]
) -> str:
    shown = {}
    for name, value in values.items():
        if isinstance(value, list):
            shown[name] = ", ".join(inner(one) if isinstance(one, Mapping) else field_name(one) for one in value)
        else:
            shown[name] = inner(value) if isinstance(value, Mapping) else str(value)
    return text % shown


def _plain(about: Mapping[str, Any]) -> str:
    """A sentence within another, in English; one that never had a pattern is its own text."""
    word = about.get("sentence", "")
    return _filled(PATTERNS[word], about, _plain_field, _plain) if word in PATTERNS else str(about.get("text", ""))


def _plain_field(name: str) -> str:
    return name.replace("_", " ")


def _short(value: Any) -> Any:
    return f"{value[: LONGEST - 1]}…" if isinstance(value, str) and len(value) > LONGEST else value

"""Operators on the columns of a list, declared once: page, API, exports, saved views and bulk acts get them alike.

A FilterSet names its columns: `asks = {"sku_count": number("summary__sku_count"), "website": text()}`. That makes the
filters `sku_count`, `sku_count__not`, `sku_count__from`, `sku_count__to` and so on. A filter that the set declares itself
under one of these names stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from apps.core.filtering import AnyOf, BadFilter, choice, day, moment, whole, yes_no
from apps.core.selectors.pastes import pasted

Test = Callable[[str, list[Any]], Q]
HELP = {
    "is": "Any of these values.",
    "not": "None of these values.",
    "contains": "A part of the text, in any case.",
    "starts": "The beginning of the text, in any case.",
    "paste": "The key of values sent to /api/v1/pastes.",
    "missing": "`true`: no value; `false`: some value.",
    "from": "This or later, this or more.",
    "to": "This or earlier, this or less.",
}


def _any(lookup: str) -> Test:
    return lambda path, values: reduce(or_, (Q(**{f"{path}__{lookup}": value}) for value in values))


def _none(path: str, values: list[Any]) -> Q:
    return ~Q(**{f"{path}__in": values})


def _empty(path: str, values: list[Any]) -> Q:
    return _either(Q(**{f"{path}__isnull": True}), values)


def _blank(path: str, values: list[Any]) -> Q:
    return _either(Q(**{f"{path}__isnull": True}) | Q(**{path: ""}), values)


def _bare(path: str, values: list[Any]) -> Q:
    return _either(Q(**{f"{path}__len": 0}), values)


def _either(empty: Q, values: list[bool]) -> Q:
    return Q() if len(set(values)) > 1 else empty if values[0] else ~empty


def _apart(path: str, values: list[Any]) -> Q:
    return ~Q(**{f"{path}__overlap": values})


def _begun(path: str, values: list[str]) -> Q:
    """A range on codes in upper case: an index answers it."""
    spans = [{f"{path}__gte": v.upper(), f"{path}__lt": v.upper() + "\U0010ffff"} for v in values]
    return reduce(or_, (Q(**span) for span in spans))


@dataclass(frozen=True)
class Ask:
    """What can be asked of one column: its ORM path, how a value is read, and the condition each operator makes."""

    kind: str
    each: Callable[[], forms.Field]
    tests: Mapping[str, Test]
    path: str = ""
    change: Callable[[Any], Any] | None = None
    words: tuple[str, ...] = ()

    def filters(self, name: str) -> dict[str, AnyOf]:
        """The filters of the column, by the keys callers write."""
        return {key_of(name, operator): self._filter(name, operator) for operator in self.tests}

    def _filter(self, name: str, operator: str) -> AnyOf:
        if operator == "paste":
            return Pasted(key_of(name, operator), self.path or name, self)
        each = (
            yes_no() if operator == "missing" else text_field() if operator in {"contains", "starts"} else self.each()
        )
        change = self.change if operator in {"is", "not"} else None
        return Tested(self.path or name, self.tests[operator], each=each, change=change, help_text=HELP[operator])


class Tested(AnyOf):
    """A filter whose condition a test makes from the path and all values."""

    def __init__(self, path: str, test: Test, **more: Any) -> None:
        super().__init__(path, **more)
        self.test = test

    def condition(self, given: list[Any], *, field: str = "") -> Q:
        """The condition on the filter's own field, or on the same field by another path."""
        values = [self.change(one) for one in given] if self.change else given
        return self.test(field or str(self.field_name), values)


class Pasted(AnyOf):
    """A filter by values that were pasted before: the key stands for them."""

    def __init__(self, name: str, path: str, ask: Ask) -> None:
        super().__init__(path, each=forms.CharField(max_length=64), help_text=HELP["paste"])
        self.name, self.ask, self.one = name, ask, ask.each()

    def condition(self, given: list[Any], *, field: str = "") -> Q:
        """Any of the values under any of the keys. Raises `BadFilter`."""
        values = [value for key in given for value in self._values(key)]
        return self.ask.tests["is"](field or str(self.field_name), values)

    def _values(self, key: str) -> list[Any]:
        kept = pasted(key)
        if kept is None:
            raise BadFilter([(self.name, "What was pasted is no longer kept. Paste it again.")])
        return [self._read(text) for text in kept]

    def _read(self, text: str) -> Any:
        try:
            value = self.one.clean(text)
        except ValidationError as error:
            raise BadFilter([(self.name, f"{text[:60]}: {' '.join(error.messages)}")]) from error
        return self.ask.change(value) if self.ask.change else value


def key_of(name: str, operator: str) -> str:
    """The key of an operator on a column: `sku_count__from`; the bare name for `is`."""
    return name if operator == "is" else f"{name}__{operator}"


def split(key: str) -> tuple[str, str]:
    """Column and operator of a key."""
    name, _, operator = key.partition("__")
    return name, operator or "is"


def text_field() -> forms.Field:
    """Any text of reasonable length."""
    return forms.CharField(max_length=500, strip=False)


def _in(path: str, values: list[Any]) -> Q:
    return Q(**{f"{path}__in": values})


def text(path: str = "", **more: Any) -> Ask:
    """A column of text."""
    tests = {
        "is": _in,
        "not": _none,
        "contains": _any("icontains"),
        "starts": _any("istartswith"),
        "missing": _blank,
        "paste": _in,
    }
    return Ask("text", text_field, tests, path, **more)


def code(path: str = "", change: Callable[[Any], Any] | None = None) -> Ask:
    """A column of codes or numbers kept in upper case, such as permits and TTB IDs."""
    return replace(text(path, change=change), kind="code", tests={**text().tests, "starts": _begun})


def number(path: str = "") -> Ask:
    """A column of whole numbers."""
    span = _span("number", whole, path)
    return replace(span, tests={**span.tests, "paste": _in})


def date(path: str = "") -> Ask:
    """A column of days."""
    return _span("day", day, path)


def instant(path: str = "") -> Ask:
    """A column of moments."""
    return _span("moment", moment, path)


def _span(kind: str, each: Callable[[], forms.Field], path: str) -> Ask:
    tests = {"is": _in, "not": _none, "from": _any("gte"), "to": _any("lte"), "missing": _empty}
    return Ask(kind, each, tests, path)


def word(*words: str, path: str = "", change: Callable[[Any], Any] | None = None) -> Ask:
    """A column of a few words."""
    return Ask("word", lambda: choice(*words), {"is": _in, "not": _none}, path, change, words)


def several(path: str = "", change: Callable[[Any], Any] | None = None) -> Ask:
    """A column that is a list: any of its values counts."""
    tests = {"is": _any_of, "not": _apart, "missing": _bare, "paste": _any_of}
    return Ask("several", text_field, tests, path, change)


def only(ask: Ask, *operators: str) -> Ask:
    """The same column with some of its operators."""
    return replace(ask, tests={name: ask.tests[name] for name in operators})


def _any_of(path: str, values: list[Any]) -> Q:
    return Q(**{f"{path}__overlap": values})

"""How lists are narrowed. One FilterSet per resource serves page, API and export.

One key repeated is OR, different keys are AND. `BrandFilters.narrow(queryset, {"origin": ["51", "05"]})`;
as an ordinary django-filter FilterSet it also draws a form.
"""

import difflib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

Params = Mapping[str, Sequence[str]]
RESERVED = frozenset({"sort", "fields", "omit", "limit", "page_size", "cursor", "count"})
MOST_VALUES = 500
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
BIGGEST = 2**63 - 1


def hint(near: Sequence[str], known: Sequence[str]) -> str:
    """What to do about a word that is not known."""
    if near:
        return _("Did you mean %(word)s?") % {"word": near[0]}
    return _("Known: %(words)s.") % {"words": ", ".join(known)}


class UnknownFilter(ValueError):
    """A list was asked by a name it does not know."""

    code = "unknown_filter"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(_("There is no filter named %(name)s.") % {"name": name})
        near = difflib.get_close_matches(name, known, 1, 0.5)
        self.name, self.nearest = name, near[0] if near else None
        plain = sorted(word for word in known if "__" not in word)
        self.hint = hint(near, plain)


class BadFilter(ValueError):
    """Values a filter cannot take: `errors` is a list of (name, message)."""

    code = "invalid_value"
    hint = "Correct the values and ask again."

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors))
        self.errors = errors


class Many(forms.Field):
    """All values of one key, each cleaned by `each`."""

    widget = forms.SelectMultiple

    def __init__(self, *, each: forms.Field, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.each = each

    def clean(self, value: Any) -> list[Any]:
        """The cleaned values; empty ones are left out."""
        values = [value] if isinstance(value, str) else list(value or [])
        if len(values) > MOST_VALUES:
            raise ValidationError(_("At most %(most)s values.") % {"most": MOST_VALUES})
        return [self.each.clean(readable(one)) for one in values if one != ""]


def readable(text: Any) -> str:
    """A text that can be stored: JSON may hold halves of characters."""
    try:
        str(text).encode()
    except UnicodeEncodeError as error:
        raise ValidationError(_("This is not a text.")) from error
    return str(text)


def shows(text: str) -> bool:
    """Whether there is something to see in it: a name of spaces and invisible marks is none."""
    return any(unicodedata.category(letter) not in UNSEEN for letter in text)


class AnyOf(django_filters.Filter):
    """A filter that holds when any of its values does.

    `lookup` is any of Django's; `in` and `overlap` take the values together. `build` makes the condition
    from all values instead; `change` is applied to each value first.
    """

    field_class = Many

    def __init__(
        self,
        field_name: str | None = None,
        lookup: str = "in",
        *,
        each: forms.Field | None = None,
        change: Callable[[Any], Any] | None = None,
        build: Callable[[list[Any]], Q] | None = None,
        help_text: str = "",
    ) -> None:
        kind = each or forms.CharField(max_length=500)
        super().__init__(field_name=field_name, lookup_expr=lookup, each=kind, required=False, help_text=help_text)
        self.each, self.change, self.build = kind, change, build

    def filter(self, qs: QuerySet[Any, Any], value: Any) -> QuerySet[Any, Any]:
        """Narrow a queryset; no values, no change."""
        if not value:
            return qs
        return qs.filter(self.condition(value))

    def condition(self, given: list[Any], *, field: str = "") -> Q:
        """The condition cleaned values make, on the filter's own field or on the same field by another path."""
        values = [self.change(one) for one in given] if self.change else given
        if self.build is not None:
            return self.build(values)
        path = f"{field or self.field_name}__{self.lookup_expr}"
        if self.lookup_expr in {"in", "overlap"}:
            return Q(**{path: values})
        return reduce(or_, (Q(**{path: value}) for value in values))


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet that refuses what it does not know, and needs no form to be asked.

    `defaults` are values used when the caller does not name the key; `asks` declares columns whose operators are
    made (see `core.operators`).
    """

    defaults: ClassVar[dict[str, list[str]]] = {}
    asks: ClassVar[Mapping[str, Any]] = {}

    @classmethod
    def get_filters(cls) -> Any:
        """Those of the operators, then those declared one by one, which win."""
        made = {key: one for name, ask in cls.asks.items() for key, one in ask.filters(name).items()}
        return {**made, **super().get_filters()}

    @classmethod
    def narrow(cls, queryset: QuerySet[Any, Any], params: Params) -> QuerySet[Any, Any]:
        """The queryset under these parameters. Raises `UnknownFilter`, `BadFilter`."""
        given = cls.cleaned(params)
        for name, values in given.items():
            queryset = cls.base_filters[name].filter(queryset, values)
        return cls.together(queryset, given)

    @classmethod
    def cleaned(cls, params: Params) -> dict[str, list[Any]]:
        """Values by filter name, defaults included, paging and sort left out."""
        wanted: dict[str, Sequence[str]] = {**cls.defaults, **{k: v for k, v in params.items() if k not in RESERVED}}
        found, errors = {}, []
        for name, values in wanted.items():
            if name not in cls.base_filters:
                raise UnknownFilter(name, list(cls.base_filters))
            try:
                found[name] = cls.base_filters[name].field.clean(values)
            except ValidationError as error:
                errors.append((name, " ".join(error.messages)))
        if errors:
            raise BadFilter(errors)
        return found

    @classmethod
    def together(cls, queryset: QuerySet[Any, Any], given: dict[str, list[Any]]) -> QuerySet[Any, Any]:
        """For filters that only make sense together."""
        del given
        return queryset

    def filter_queryset(self, queryset: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """For those who use the set as django-filter does: by its form."""
        queryset = super().filter_queryset(queryset)
        return self.together(queryset, self.form.cleaned_data)


def whole(**kwargs: Any) -> forms.Field:
    """A whole number."""
    return forms.IntegerField(min_value=0, max_value=BIGGEST, **kwargs)


def day() -> forms.Field:
    """A day, as 2026-01-31."""
    return forms.DateField(input_formats=["%Y-%m-%d"])


def moment() -> forms.Field:
    """A moment in ISO 8601."""
    return Moment()


class Moment(forms.DateTimeField):
    """A moment brought to UTC: PostgreSQL knows no zone more than sixteen hours away."""

    def clean(self, value: Any) -> Any:
        """In UTC; a moment before the first year or after the last is refused."""
        found = super().clean(value)
        try:
            return found and found.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def choice(*words: str) -> forms.Field:
    """One of some words."""
    return forms.ChoiceField(choices=[(word, word) for word in words])


def yes_no() -> forms.Field:
    """`true` or `false`, also `1` or `0`."""
    return forms.TypedChoiceField(
        choices=[(w, w) for w in ("true", "false", "1", "0")], coerce=lambda word: word in {"true", "1"}
    )


def empty_or_not(path: str, **kwargs: Any) -> AnyOf:
    """`true`: the column has a value; `false`: it has none."""
    return AnyOf(
        path, each=yes_no(), build=lambda vs: reduce(or_, (Q(**{f"{path}__isnull": not v}) for v in vs)), **kwargs
    )


def archived(path: str = "archived_at") -> AnyOf:
    """`true`: only archived rows; `all`: both; `false`: only the others."""

    def build(words: list[str]) -> Q:
        if "all" in words or len(set(words)) > 1:
            return Q()
        return Q(**{f"{path}__isnull": words[0] == "false"})

    return AnyOf(path, each=choice("true", "false", "all"), build=build, help_text="Default false.")

"""What part of the public registry a filter picks, as SQL."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.registry.formats import codes
from apps.registry.formats.ids import permit_text

Filter = Mapping[str, Sequence[str]]


class BadFilter(ValueError):
    """A filter names a key there is not, or a value that cannot be."""

    code = "bad_filter"
    hint = "Keys: origin, class_type, category, permit, permit_state, family, market, completed_from, completed_to."


LISTS = {"origin": "r.origin", "class_type": "r.class_type", "category": "r.category", "permit": "r.permit"}
STATE = "coalesce(substring(r.permit FROM '^([A-Z]{2})-[A-Z]-'), substring(r.permit FROM '^[A-Z]+-([A-Z]{2})-'))"


def checked_filter(given: Filter) -> dict[str, list[str]]:
    """The filter with clean values. Raises `BadFilter`."""
    unknown = sorted(set(given) - {*LISTS, "permit_state", "family", "market", "completed_from", "completed_to"})
    if unknown:
        raise BadFilter(_("There is no filter %(names)s.") % {"names": ", ".join(unknown)})
    return {key: [_value(key, str(value)) for value in values] for key, values in given.items() if values}


def _value(key: str, value: str) -> str:
    if "\x00" in value or (not value.isascii() and value.encode(errors="ignore").decode() != value):
        raise BadFilter(_("%(name)s: this is not a text.") % {"name": key})
    if key in {"completed_from", "completed_to"}:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise BadFilter(_("%(value)s is no date of the form 2026-01-31.") % {"value": value}) from error
    if key == "market" and value not in {"domestic", "imported"}:
        raise BadFilter(_("market is domestic or imported."))
    normal = {
        "origin": codes.origin_code,
        "class_type": codes.class_code,
        "permit": permit_text,
        "permit_state": str.upper,
    }
    return normal[key](value) if key in normal else value


def where_clause(given: Filter) -> tuple[str, list[Any]]:
    """SQL over `registry_colarecord r`, and its parameters."""
    tests, params = ["true"], []
    for key, values in given.items():
        test, value = _test(key, list(values))
        tests.append(test)
        params.append(value)
    return " AND ".join(tests), params


def _test(key: str, values: list[str]) -> tuple[str, Any]:
    if key in LISTS:
        return f"{LISTS[key]} = ANY(%s)", values
    if key == "permit_state":
        return f"{STATE} = ANY(%s)", values
    if key == "family":
        return "r.permit IN (SELECT number FROM public.registry_permitholder WHERE family = ANY(%s))", values
    if key == "market":
        wanted = [c for c in codes.all_origin_codes() if (o := codes.origin(c)) and o.market in values]
        return "r.origin = ANY(%s)", wanted
    if key == "completed_from":
        return "r.completed_date >= %s", min(values)
    return "r.completed_date <= %s", max(values)


def describe(given: Filter) -> str:
    """A short name for a filter."""
    return "; ".join(f"{key} {', '.join(values)}" for key, values in given.items())[:120] or "The whole registry"

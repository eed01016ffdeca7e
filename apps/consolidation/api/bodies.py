"""Reading bodies: values of the right kind, or a refusal that names the field."""

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from apps.core.rest.docs import line, maybe
from apps.core.rest.views import BadBody

MOST = 2**63
LONGEST, LONGEST_NAME = 2000, 5000
TEXT = maybe(line(LONGEST))


def whole(body: dict[str, Any], name: str) -> int | None:
    """An id, or None where there is none."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < MOST:
        raise BadBody([(name, "Enter an id.")])
    return value


def needed(body: dict[str, Any], name: str) -> int:
    """An id that must be there."""
    value = whole(body, name)
    if value is None:
        raise BadBody([(name, "Enter an id.")])
    return value


def wholes(body: dict[str, Any], name: str) -> list[int]:
    """A list of ids."""
    value = body.get(name, [])
    if not isinstance(value, list):
        raise BadBody([(name, "Enter a list of ids.")])
    return [needed({name: one}, name) for one in value]


def text(body: dict[str, Any], name: str, *, most: int = LONGEST) -> str:
    """A text, empty where there is none."""
    value = "" if body.get(name) is None else body[name]
    if not isinstance(value, str) or len(value) > most:
        raise BadBody([(name, f"Enter a text of at most {most} letters.")])
    return value.replace("\x00", "")


def name(body: dict[str, Any]) -> str:
    """A name of the usual length, which must say something."""
    found = text(body, "name", most=LONGEST_NAME)
    if not found.strip():
        raise BadBody([("name", "Enter a name.")])
    return found


def choices(body: dict[str, Any], name: str = "choices") -> dict[str, int]:
    """Per field the id of a brand."""
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise BadBody([(name, "Send an object: per field the id of a brand.")])
    return {str(field): needed({field: one}, field) for field, one in value.items()}


def flag(body: dict[str, Any], name: str) -> bool:
    """True or false; false where it is not said."""
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise BadBody([(name, "Send true or false.")])
    return value


def moment(body: dict[str, Any], name: str) -> datetime | None:
    """A moment with its zone, or None."""
    value = body.get(name)
    if value is None:
        return None
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or is_naive(found):
        raise BadBody([(name, "Enter a moment with its zone, such as 2026-01-31T12:00:00Z.")])
    return found

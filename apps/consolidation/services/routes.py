"""Routes of reviews: make, change, order, take away. Each act can be undone."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.permissions import TABLE
from apps.brands.services.editing import BadValue, NoSuchRecord, locked, read, text
from apps.consolidation import sentences
from apps.consolidation.choices import Relation
from apps.consolidation.events import RouteDeleted, RouteSaved
from apps.consolidation.models import Route
from apps.consolidation.selectors import queues
from apps.consolidation.selectors.board import reviewers
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.filtering import shows
from apps.core.services.changes import change_set, hold_tables
from apps.core.services.outbox import publish
from apps.registry.formats import codes, tables
from apps.registry.formats.ids import permit_text

LONGEST, MOST, MOST_VALUES = 80, 50, 100
MOST_HOURS = 8760
ROLES = sorted(TABLE["proposals"]["approve"])


def save_route(values: Mapping[str, Any], route_id: int | None = None) -> Route:
    """Make a route, the last in order, or change one; what is not named stays. Raises `BadValue`, `NoSuchRecord`."""
    cleaned = read(values, READERS)
    with transaction.atomic():
        hold_tables(alone=False)
        row = Route(position=_last() + 1) if route_id is None else locked(Route, route_id)
        for name, value in cleaned.items():
            setattr(row, name, value)
        _check(row, is_new=route_id is None)
        said = sentences.route_made if route_id is None else sentences.route_edited
        with change_set(ChangeKind.FORM, said(name=row.name)):
            row.save()
            publish(RouteSaved(row.pk, context.current().channel))
    return row


def delete_route(route_id: int) -> None:
    """Take a route away; what it had taken waits on as it is. Raises `NoSuchRecord`."""
    with transaction.atomic():
        row = locked(Route, route_id)
        with change_set(ChangeKind.FORM, sentences.route_deleted(name=row.name)):
            row.delete()
            publish(RouteDeleted(route_id, context.current().channel))


def move_route(route_id: int, *, up: bool) -> None:
    """Let a route be asked before the one above it, or after the one below. Raises `NoSuchRecord`."""
    with transaction.atomic():
        hold_tables(alone=False)
        rows = list(Route.objects.select_for_update().order_by("position", "id"))
        at = next((place for place, row in enumerate(rows) if row.pk == route_id), None)
        if at is None:
            raise NoSuchRecord(f"There is no route {route_id}.")
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        with change_set(ChangeKind.FORM, sentences.routes_ordered()):
            for place, row in enumerate(rows):
                if row.position != place:
                    row.position = place
                    row.save()
            publish(RouteSaved(route_id, context.current().channel))


def _last() -> int:
    return max((one.position for one in queues.routes()), default=-1)


def _check(row: Route, *, is_new: bool) -> None:
    """What no single field says. Raises `BadValue`."""
    low, high = row.probability_from, row.probability_to
    twice = _("Name a person or a role, not both.")
    faults = (
        (not shows(row.name), "name", _("Enter a name.")),
        (_is_taken(row), "name", _("There is a queue of this name.")),
        (is_new and Route.objects.count() >= MOST, "name", _("At most %(most)s queues.") % {"most": MOST}),
        (None not in (low, high) and (low or 0) >= (high or 0), "probability_to", _("Must be above the lower bound.")),
        (bool(row.user_id and row.role), "role", twice),
        (bool(row.escalate_to_id and row.escalate_role), "escalate_role", twice),
    )
    errors = [(name, text) for is_so, name, text in faults if is_so]
    if errors:
        raise BadValue(errors)


def _is_taken(row: Route) -> bool:
    return Route.objects.filter(name__iexact=row.name).exclude(pk=row.pk).exists()


Reader = Callable[[Any], Any]


def _whole(most: int, *, least: int = 0) -> Reader:
    def reader(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(
                _("Enter a whole number from %(least)s to %(most)s.") % {"least": least, "most": f"{most:,}"}
            )
        return value

    return reader


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(_("Enter a number from 0 to 1."))
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("Say true, false or null."))
    return value


def _person(value: Any) -> int:
    if not isinstance(value, int) or value not in dict(reviewers()):
        raise ValueError(_("Nobody of that number reviews proposals here."))
    return int(value)


def _role(value: Any) -> str:
    if value not in ("", None, *ROLES):
        raise ValueError(_("Use one of %(words)s.") % {"words": ", ".join(ROLES)})
    return str(value or "")


def _several(known: Callable[[str], str | None]) -> Reader:
    def reader(value: Any) -> list[str]:
        if not isinstance(value, list) or len(value) > MOST_VALUES:
            raise ValueError(_("Send a list of at most %(most)s values.") % {"most": MOST_VALUES})
        return list(dict.fromkeys(_known(one, known) for one in value))

    return reader


def _known(value: Any, known: Callable[[str], str | None]) -> str:
    found = known(text(value))
    if found is None:
        raise ValueError(_("%(value)s is not known.") % {"value": str(value)[:40]})
    return found


def _relation(word: str) -> str | None:
    return word if word in Relation.values else None


def _origin(word: str) -> str | None:
    code = codes.origin_code(word)
    return code if codes.origin(code) else None


def _category(word: str) -> str | None:
    named = {row["category"].casefold(): row["category"] for row in tables.rows("classes")}
    return named.get(word.casefold())


def _or_none(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _kept(name: str, reader: Reader) -> Callable[[Any], dict[str, Any]]:
    return lambda value: {name: reader(value)}


COUNT = _or_none(_whole(1_000_000, least=1))
HOURS = _whole(MOST_HOURS)
FIELDS: dict[str, Reader] = {
    "name": lambda value: text(value, most=LONGEST),
    "relations": _several(_relation),
    "probability_from": _or_none(_share),
    "probability_to": _or_none(_share),
    "brands_from": COUNT,
    "skus_from": COUNT,
    "origins": _several(_origin),
    "categories": _several(_category),
    "permits": _several(lambda word: permit_text(word) or None),
    "service_importer": _or_none(_flag),
    "user_id": _or_none(_person),
    "role": _role,
    "sla_hours": _whole(MOST_HOURS, least=1),
    "remind_hours": HOURS,
    "escalate_hours": _or_none(HOURS),
    "escalate_to_id": _or_none(_person),
    "escalate_role": _role,
}
READERS = {name: _kept(name, reader) for name, reader in FIELDS.items()}

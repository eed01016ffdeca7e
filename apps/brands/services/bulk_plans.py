"""What an act on many rows does to one kind of record, as SQL over `m`, a row of the record's table.

A verdict is `change`, `same`, or the reason why a row is refused. A step changes some rows at once, those whose
version is still the one seen, with their history.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands.choices import BulkWord
from apps.brands.models import Brand, Importer, Listed, Sku, Tag, Tagging
from apps.brands.selectors.marks import COLUMN, visible_lists
from apps.brands.services import catalogue, record_lists, tags
from apps.brands.services.bulk_edits import edits
from apps.brands.services.editing import BadValue
from apps.brands.services.marking import OWNER, Mark, Those, put, take_off
from apps.core.services.history import insert_history
from apps.core.sql import columns, comma, execute, table

MODELS: dict[str, type[models.Model]] = {"brands": Brand, "skus": Sku, "importers": Importer}
LABELS = {"brands": "display_name", "skus": "ttb_id", "importers": "owner"}
COUNTED = {"display_name", "fanciful_name", "class_type", "origin", "brand_id", "category"}  # or searched for
REASONS = ("archived", "merged", "brand_archived")
Ids = list[int]


@dataclass(frozen=True)
class Plan:
    """`word` of `resource`: how rows are judged, and how some of them are changed.

    `changes` are the new values by field, to show; `refreshes` says whether derived tables follow. `make` makes the tag
    or list meant where there is none yet; the plan is then asked for again.
    """

    resource: str
    word: str
    verdict: str
    params: list[Any]
    step: Callable[[Ids, Ids], int]
    changes: Mapping[str, Any]
    refreshes: bool = False
    join: str = ""
    join_params: list[Any] = field(default_factory=list)
    locks: tuple[type[models.Model], ...] = ()
    mark: tuple[Mark, int] | None = None
    make: Callable[[], object] | None = None

    @property
    def model(self) -> type[models.Model]:
        """The records' model."""
        return MODELS[self.resource]

    @property
    def column(self) -> str:
        """The column by which marks name these records."""
        return COLUMN[self.resource]

    @property
    def seen(self) -> str:
        """SQL: the version of a row; a view's rows have none."""
        return "0::bigint" if self.resource == "importers" else "m.xmin::text::bigint"


def plan(resource: str, word: str, values: Mapping[str, Any]) -> Plan:
    """The plan of an act. Raises `BadValue`."""
    if resource not in MODELS:
        raise BadValue([("resource", f"Use one of {', '.join(MODELS)}.")])
    if word not in BulkWord.values:
        raise BadValue([("act", f"Use one of {', '.join(BulkWord.values)}.")])
    made = MAKERS[word](resource, dict(values))
    if made is None:
        raise BadValue([("act", _("This cannot be done to these records."))])
    return made


# --- edit ----------------------------------------------------------------------------------


def _edit(resource: str, values: dict[str, Any]) -> Plan | None:
    if resource not in catalogue.FIELDS:
        return None
    cleaned = catalogue.cleaned_values(resource, values)
    if not cleaned:
        raise BadValue([("values", _("Name at least one field to change."))])
    catalogue.check_brand(cleaned)
    change = edits(cleaned)
    differs, params = change.differs()
    verdict = f"CASE WHEN m.archived_at IS NOT NULL THEN 'archived' WHEN {differs} THEN 'change' ELSE 'same' END"
    model, (sets, values_set) = MODELS[resource], change.sets()

    def step(ids: Ids, seen: Ids) -> int:
        return _update(model, ids, seen, sets=sets, values=values_set, test=(verdict, params))

    shown = {one.name: one.value for one in change.fields} | {f"{name}_state": why for name, why in change.said.items()}
    return Plan(resource, BulkWord.EDIT, verdict, params, step, shown, bool(COUNTED & set(cleaned)), locks=(Brand, Sku))


def _update(
    model: type[models.Model], ids: Ids, seen: Ids, *, sets: str, values: list[Any], test: tuple[str, list[Any]]
) -> int:
    """Update rows that are still as they were seen, and still to be changed; with their history."""
    history, params = insert_history(model, "done", "~")
    return execute(
        f"WITH done AS (UPDATE {table(model)} m SET {sets} FROM unnest(%s::bigint[], %s::bigint[]) w(id, seen) "
        f"WHERE m.id = w.id AND m.xmin::text::bigint = w.seen AND ({test[0]}) = 'change' "
        f"RETURNING {comma(columns(model), 'm')}) {history}",
        [*values, ids, seen, *test[1], *params],
    )


# --- archive and restore -------------------------------------------------------------------


def _archive(resource: str, values: dict[str, Any]) -> Plan | None:
    if resource not in catalogue.FIELDS or _unknown(values):
        return None
    model, moment = MODELS[resource], timezone.now()
    verdict = "CASE WHEN m.archived_at IS NULL THEN 'change' ELSE 'same' END"

    def step(ids: Ids, seen: Ids) -> int:
        done = _update(model, ids, seen, sets="archived_at = %s", values=[moment], test=(verdict, []))
        if resource == "brands":
            test = "m.archived_at IS NULL AND b.archived_at = %s"
            _along(test, [moment], moment, ids)
        return done

    changes = {"archived_at": moment.isoformat()}
    return Plan(resource, BulkWord.ARCHIVE, verdict, [], step, changes, refreshes=True, locks=(Brand, Sku))


def _restore(resource: str, values: dict[str, Any]) -> Plan | None:
    if resource not in catalogue.FIELDS or _unknown(values):
        return None
    model = MODELS[resource]
    away = "EXISTS (SELECT 1 FROM brands_brand b WHERE b.id = m.brand_id AND b.archived_at IS NOT NULL)"
    bar = (
        f"WHEN {away} THEN 'brand_archived'"
        if resource == "skus"
        else "WHEN m.merged_into_id IS NOT NULL THEN 'merged'"
    )
    verdict = f"CASE WHEN m.archived_at IS NULL THEN 'same' {bar} ELSE 'change' END"

    def step(ids: Ids, seen: Ids) -> int:
        if resource == "brands":
            test = "m.archived_at = b.archived_at AND b.merged_into_id IS NULL AND b.xmin::text::bigint = w.seen"
            _along(test, [], None, ids, seen)
        return _update(model, ids, seen, sets="archived_at = NULL", values=[], test=(verdict, []))

    changes = {"archived_at": None}
    return Plan(resource, BulkWord.RESTORE, verdict, [], step, changes, refreshes=True, locks=(Brand, Sku))


def _along(test: str, values: list[Any], becomes: Any, ids: Ids, seen: Ids | None = None) -> None:
    """SKUs go away, and come back, with their brands."""
    history, params = insert_history(Sku, "done", "~")
    execute(
        f"WITH done AS (UPDATE {table(Sku)} m SET archived_at = %s FROM {table(Brand)} b, "
        f"unnest(%s::bigint[], %s::bigint[]) w(id, seen) WHERE b.id = w.id AND m.brand_id = b.id AND {test} "
        f"RETURNING {comma(columns(Sku), 'm')}) {history}",
        [becomes, ids, seen or ids, *values, *params],
    )


def _unknown(values: dict[str, Any]) -> bool:
    if values:
        raise BadValue([(name, _("This act takes no values.")) for name in values])
    return False


# --- tags and lists ------------------------------------------------------------------------


def _tag(resource: str, values: dict[str, Any]) -> Plan | None:
    return _marking(resource, BulkWord.TAG, _tag_of(resource, values))


def _untag(resource: str, values: dict[str, Any]) -> Plan | None:
    return _marking(resource, BulkWord.UNTAG, _tag_of(resource, values))


def _add(resource: str, values: dict[str, Any]) -> Plan | None:
    return _marking(resource, BulkWord.ADD, _list_of(resource, values))


def _remove(resource: str, values: dict[str, Any]) -> Plan | None:
    return _marking(resource, BulkWord.REMOVE, _list_of(resource, values))


@dataclass(frozen=True)
class Owner:
    """The tag or list that is meant; `pk` is 0 while there is none of this name, and `make` makes it."""

    model: Mark
    pk: int
    name: str
    field: str
    make: Callable[[], object] | None = None


def _tag_of(resource: str, values: dict[str, Any]) -> Owner:
    said = values.get("tag")
    if [*values] != ["tag"] or resource not in COLUMN:
        raise BadValue([("tag", _("Name one tag."))])
    if type(said) is not int:
        return Owner(Tagging, *tags.tag_meant(said), "tags", lambda: tags.tag_named(said))
    row = Tag.objects.filter(pk=_id(said)).first()
    if row is None:
        raise BadValue([("tag", _("Name one tag that there is."))])
    return Owner(Tagging, row.pk, row.name, "tags")


def _list_of(resource: str, values: dict[str, Any]) -> Owner:
    said = values.get("list")
    if [*values] != ["list"] or resource not in COLUMN:
        raise BadValue([("list", _("Name one list of these records that there is."))])
    if type(said) is not int:
        named = record_lists.list_meant(resource, said)
        return Owner(Listed, *named, "list", lambda: record_lists.list_named(resource, said))
    row = visible_lists().filter(pk=_id(said), kind=resource).first()
    if row is None:
        raise BadValue([("list", _("Name one list of these records that there is."))])
    return Owner(Listed, row.pk, row.name, "list")


def _id(said: int) -> int:
    return said if 0 < said < 2**63 else 0


def _marking(resource: str, word: BulkWord, owner: Owner) -> Plan:
    on = word in {BulkWord.TAG, BulkWord.ADD}
    if not on and not owner.pk:
        raise BadValue([(owner.field, _("There is no %(name)s yet.") % {"name": owner.name})])
    model, pk = owner.model, owner.pk
    join = f"LEFT JOIN {table(model)} t ON t.{OWNER[model]} = %s AND t.{COLUMN[resource]} = m.id"
    verdict = f"CASE WHEN t.id IS {'' if on else 'NOT '}NULL THEN 'change' ELSE 'same' END"

    def step(ids: Ids, seen: Ids) -> int:
        those = "SELECT w.id FROM unnest(%s::bigint[], %s::bigint[]) w(id, seen)"
        if resource == "brands":
            those += f" JOIN {table(Brand)} b ON b.id = w.id AND b.xmin::text::bigint = w.seen"
        return (put if on else take_off)(model, pk, resource, Those(those, [ids, seen]))

    return Plan(
        resource, word, verdict, [], step, {owner.field: owner.name}, join=join, join_params=[pk], locks=(model,),
        mark=(model, pk), make=None if pk else owner.make,
    )  # fmt: skip


MAKERS: dict[str, Callable[[str, dict[str, Any]], Plan | None]] = {
    BulkWord.EDIT: _edit,
    BulkWord.ARCHIVE: _archive,
    BulkWord.RESTORE: _restore,
    BulkWord.TAG: _tag,
    BulkWord.UNTAG: _untag,
    BulkWord.ADD: _add,
    BulkWord.REMOVE: _remove,
}

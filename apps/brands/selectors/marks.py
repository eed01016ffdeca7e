"""What people put on records: tags, the lists they stand in, notes. Private lists are seen by their owners alone."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.brands.models import Listed, Note, RecordList, Tag, Tagging
from apps.core import context
from apps.core.selectors.history import version_of

COLUMN = {"brands": "brand_id", "importers": "importer_id"}
SHOWN = 50
Record = dict[str, Any]


def visible_lists() -> QuerySet[RecordList]:
    """The lists the actor may see: shared ones and their own; the system sees none that is private to nobody."""
    return RecordList.objects.filter(Q(is_shared=True) | Q(owner_id=context.current().actor.user_id or 0))


def names_of_tags(column: str, outer: Any) -> ArraySubquery:
    """The names of a row's tags, in order, as a column of the row's own query."""
    rows = Tagging.objects.filter(**{column: outer}).order_by("tag__key")
    return ArraySubquery(rows.values("tag__name"))


def all_tags() -> list[Record]:
    """Every tag, by name: [{id, name, colour}]."""
    return [dict(row) for row in Tag.objects.order_by("key").values("id", "name", "colour")]


def tags_of(resource: str, ids: Sequence[int]) -> dict[int, list[Record]]:
    """The tags of some records: {record: [{id, name, colour}]}, one query for all."""
    column = COLUMN[resource]
    rows = Tagging.objects.filter(**{f"{column}__in": list(ids)}).order_by("tag__key")
    found: dict[int, list[Record]] = defaultdict(list)
    for record, pk, name, colour in rows.values_list(column, "tag_id", "tag__name", "tag__colour"):
        found[record].append({"id": pk, "name": name, "colour": colour})
    return found


def lists_of_each(resource: str, ids: Sequence[int]) -> dict[int, list[Record]]:
    """The lists that some records stand in and the actor may see: {record: [{id, name}]}, one query for all."""
    column = COLUMN[resource]
    rows = Listed.objects.filter(**{f"{column}__in": list(ids)}, list__in=visible_lists())
    found: dict[int, list[Record]] = defaultdict(list)
    for record, pk, name in rows.order_by("list__name", "list_id").values_list(column, "list_id", "list__name"):
        found[record].append({"id": pk, "name": name})
    return found


def lists_for(resource: str) -> list[Record]:
    """The lists a record of this kind can be added to: [{id, name, is_shared}]."""
    rows = visible_lists().filter(kind=resource).order_by("name", "id")
    return [dict(row) for row in rows.values("id", "name", "is_shared")]


def notes_of_each(resource: str, ids: Sequence[int]) -> dict[int, list[Record]]:
    """The notes of some records, pinned first, then the newest; one query for all."""
    column = COLUMN[resource]
    place = Window(RowNumber(), partition_by=F(column), order_by=[F("is_pinned").desc(), F("id").desc()])
    rows = Note.objects.filter(**{f"{column}__in": list(ids)}).annotate(place=place).filter(place__lte=SHOWN)
    names = ("id", "text", "author_id", "author_name", "is_pinned", "created_at", "edited_at")
    found: dict[int, list[Record]] = defaultdict(list)
    for row in rows.order_by("place").values(column, *names):
        found[row.pop(column)].append(dict(row))
    return found


def marks_of(resource: str, record_id: int) -> Record:
    """All marks of one record: {tags, lists, notes}."""
    return marks_of_each(resource, [record_id])[record_id]


def marks_of_each(resource: str, ids: Sequence[int]) -> dict[int, Record]:
    """All marks of some records: {record: {tags, lists, notes}}, three queries for all."""
    tags, lists, notes = tags_of(resource, ids), lists_of_each(resource, ids), notes_of_each(resource, ids)
    return {pk: {"tags": tags.get(pk, []), "lists": lists.get(pk, []), "notes": notes.get(pk, [])} for pk in ids}


def record_list(pk: int) -> Record | None:
    """A list the actor may see, with `size` and `version`."""
    row = visible_lists().filter(pk=pk).values().first()
    if row is None:
        return None
    return {**row, "size": Listed.objects.filter(list_id=pk).count(), "version": version_of(RecordList, pk)}


def sizes(ids: Iterable[int]) -> dict[int, int]:
    """How many records stand in each of some lists."""
    rows = Listed.objects.filter(list_id__in=list(ids)).values("list_id").annotate(n=Count("id"))
    return {row["list_id"]: row["n"] for row in rows}


def uses_of_tags(ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many brands and importers have each of some tags: {tag: {brands, importers}}."""
    rows = Tagging.objects.filter(tag_id__in=list(ids)).values("tag_id")
    counted = rows.annotate(brands=Count("brand_id"), importers=Count("importer_id"))
    return {row["tag_id"]: {"brands": row["brands"], "importers": row["importers"]} for row in counted}


def tag_id(word: str) -> int | None:
    """The tag somebody means by its id or its name."""
    by_id = Q(pk=int(word)) if word.isascii() and word.isdigit() and len(word) < 19 else Q(pk=None)  # noqa: PLR2004
    found = Tag.objects.filter(by_id | Q(key=tag_key(word))).values_list("pk", "key")
    return next((pk for pk, key in sorted(found, key=lambda row: row[1] == tag_key(word))), None)


def name_of(key: str, word: str) -> str:
    """The name of a tag or list that a filter means by its id; the word itself where there is none."""
    if key == "tag":
        return Tag.objects.filter(pk=tag_id(word) or 0).values_list("name", flat=True).first() or word
    if not (word.isascii() and word.isdigit() and len(word) < 19):  # noqa: PLR2004
        return word
    return visible_lists().filter(pk=int(word)).values_list("name", flat=True).first() or word


def tag_key(name: str) -> str:
    """A tag's name without regard to case and ways of writing it."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()

"""Tell people what others did to the records they watch: one word to each person, however much it was."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.brands.models import RecordWatch
from apps.brands.selectors.watches import Change, answering, called, changes, snapshot
from apps.core.models import ChangeSet, Event
from apps.core.services.alerts import PACES, due
from apps.core.services.notices import notify

CHANGED = "record.changed"
BATCH = 1_000  # watches looked at in one statement
NAMED = 5


def check_watches() -> int:
    """Look at all watches whose turn it is; how many people were told."""
    told, after = 0, (0, 0)
    while True:
        with transaction.atomic():
            batch = _batch(after)
            told += _look(batch)
        if len(batch) < BATCH:
            return told
        after = (batch[-1].user_id, batch[-1].pk)


def _batch(after: tuple[int, int]) -> list[RecordWatch]:
    """The next ones, person by person; those another worker has in hand are left to it."""
    user, pk = after
    rows = RecordWatch.objects.filter(due("looked_at", timezone.now()))
    later = rows.filter(Q(user_id__gt=user) | Q(user_id=user, pk__gt=pk)).order_by("user_id", "pk")
    return list(later.select_for_update(skip_locked=True)[:BATCH])


def _look(found: Sequence[RecordWatch]) -> int:
    if not found:
        return 0
    now = snapshot()
    strayed = _come_home(found, now)
    oldest = min(int(one.seen.partition(":")[0]) for one in found)
    slow = any(one.pace in PACES for one in found)
    if not slow and not strayed and not Event.objects.filter(xact__gte=oldest).exists():
        return 0
    told = _tell(found, changes(found, now))
    RecordWatch.objects.filter(pk__in=[one.pk for one in found]).update(seen=now, looked_at=timezone.now())
    return told


def _come_home(found: Sequence[RecordWatch], now: str) -> bool:
    """After a restore into another server a watch may have seen what this server has not reached: it begins anew."""
    end = int(now.split(":")[1])
    strayed = [one for one in found if int(one.seen.split(":")[1]) > end]
    for one in strayed:
        one.seen = now
    return bool(strayed)


def _tell(found: Sequence[RecordWatch], news: Sequence[Change]) -> int:
    """One word to each person: what became of the one record, or which records changed."""
    by_watch = {one.watch: one for one in news}
    heard = [one for one in found if one.pk in by_watch]
    heirs, names = answering(heard), called(heard)
    acts = ChangeSet.objects.in_bulk({one.act for one in news})
    people: dict[int, dict[tuple[str, int], dict[str, Any]]] = {}
    for one in heard:
        key = (one.resource, heirs[one.pk])
        change = by_watch[one.pk]
        facts = _facts(key, names.get(key, ""), change, acts[change.act])
        one.last, one.last_at = facts, timezone.now()
        people.setdefault(one.user_id, {})[key] = facts
    RecordWatch.objects.bulk_update(heard, ["last", "last_at"])
    return sum(_word(user_id, list(records.values())) for user_id, records in people.items())


def _facts(key: tuple[str, int], name: str, change: Change, act: ChangeSet) -> dict[str, Any]:
    noun, record = key
    return {
        "resource": noun, "record": record, "name": name, "acts": change.acts, "own": change.own, "new": change.new,
        "changed": change.changed, "gone": change.gone, "act": act.pk, "about": act.about, "summary": act.summary,
        "by": act.actor_name, "path": _path(noun, record, change),
    }  # fmt: skip


def _path(noun: str, record: int, change: Change) -> str:
    """The record's history; where only its SKUs changed, the act."""
    return f"{noun}/{record}/history/" if change.own else f"activity/{change.act}/"


def _word(user_id: int, records: list[dict[str, Any]]) -> int:
    if len(records) == 1:
        return notify([user_id], CHANGED, **records[0])
    names = [one["name"] for one in records[:NAMED]]
    return notify([user_id], CHANGED, path="watches/", records=len(records), names=names)

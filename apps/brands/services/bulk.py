"""Acts on many rows: look first, then do it in the background, as one change set that can be undone.

A preview says what would change and keeps the version of every row it saw. The act changes just those rows, and of
them only those that are still as they were seen and still meant; the others are skipped, and listed in its report.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.brands import sentences
from apps.brands.choices import BulkState, BulkWord
from apps.brands.events import BulkApplied
from apps.brands.models import BulkAct, Listed, RecordList
from apps.brands.selectors.selection import Selection
from apps.brands.services import bulk_facts
from apps.brands.services.bulk_plans import Plan, plan
from apps.brands.services.bulk_preview import MOST, TooMany, examples, judge, keep_rows, labelled, refusals
from apps.brands.services.editing import NoSuchRecord
from apps.brands.services.marking import Mark
from apps.core import context, policy
from apps.core.choices import ChangeKind, JobState
from apps.core.derived import refresh
from apps.core.jobs import Cancelled, Turn
from apps.core.models import ChangeSet
from apps.core.sentences import LONGEST, Sentence
from apps.core.services import jobs
from apps.core.services.changes import change_set, note_counts
from apps.core.services.history import history_model
from apps.core.services.outbox import publish
from apps.core.sql import execute, fetch, table

__all__ = ["MOST", "TooMany"]

SLICE = 20_000
LISTED = 100
NEEDS = {
    BulkWord.EDIT: "update",
    BulkWord.ARCHIVE: "delete",
    BulkWord.RESTORE: "delete",
}
MARKS = {BulkWord.TAG: "tags", BulkWord.UNTAG: "tags", BulkWord.ADD: "lists", BulkWord.REMOVE: "lists"}


class AlreadyStarted(ValueError):
    """The act was started before."""

    code = "already_started"
    hint = "Look at its job; for another act ask for another preview."


class OtherPreview(ValueError):
    """The fingerprint is not that of the preview."""

    code = "other_preview"
    hint = "Ask for a preview again, and look at it."


class Progress(Protocol):
    """Who watches."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Tell how far; raises `Cancelled` when a stop was asked for."""


def preview_bulk(*, selection: Selection, act: str, values: Mapping[str, Any]) -> BulkAct:
    """What an act would do to these rows; nothing is changed.

    Raises `BadValue`, `NotAllowed`, `TooMany`, `UnknownFilter`, `BadFilter`.
    """
    made = plan(selection.resource, act, values)
    check_may(selection.resource, act)
    actor = context.current().actor
    with transaction.atomic():
        found = judge(made, selection)
        bulk = BulkAct.objects.create(
            resource=selection.resource, act=act, values=dict(values), filter=_kept(selection), ids=[], seen=[],
            actor_id=actor.user_id, actor_name=actor.name[:200],
        )  # fmt: skip
        keep_rows(bulk)
        bulk.preview = _json({**found, "examples": examples(made), "refusals": refusals(made)})
        bulk.save(update_fields=["fingerprint", "preview"])
    return bulk


def _kept(selection: Selection) -> dict[str, list[str]] | None:
    if selection.ids is not None:
        return None
    return {key: list(values) for key, values in (selection.filter or {}).items()}


def _json(value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return found


def check_may(resource: str, act: str) -> None:
    """Raise `NotAllowed` unless the actor may do this act, one by one or in bulk."""
    actor = context.current().actor
    policy.require(actor, "bulk", "create")
    word = BulkWord(act)
    if word in MARKS:
        policy.require(actor, MARKS[word], "update")
    else:
        policy.require(actor, resource, NEEDS[word])


def start_bulk(bulk_id: int, *, fingerprint: str | None = None) -> BulkAct:
    """Do what was previewed, in the background. Only who previewed it may.

    Raises `NoSuchRecord`, `AlreadyStarted`, `OtherPreview`, `NotAllowed`.
    """
    actor = context.current().actor
    with transaction.atomic():
        bulk = BulkAct.objects.select_for_update().defer("ids", "seen").filter(pk=bulk_id).first()
        if bulk is None or bulk.actor_id != actor.user_id:
            raise NoSuchRecord(_("There is no bulk act %(number)s of yours.") % {"number": bulk_id})
        if bulk.state != BulkState.PREVIEWED:
            raise AlreadyStarted(_("This was started before."))
        if fingerprint is not None and fingerprint != bulk.fingerprint:
            raise OtherPreview(_("This is not the preview you looked at."))
        check_may(bulk.resource, bulk.act)
        job = jobs.enqueue("brands.bulk", title=title(bulk), args={"bulk": bulk.pk})
        BulkAct.objects.filter(pk=bulk.pk).update(state=BulkState.QUEUED, job_id=job.pk)
    bulk.refresh_from_db(fields=["state", "job_id"])
    return bulk


def title(bulk: BulkAct) -> str:
    """What the job and the change set are called."""
    with override("en"):  # kept, and said anew in the language of each who reads it
        return f"{BulkWord(bulk.act).label}: {bulk.preview['change']:,} {bulk.resource}"


def _said(bulk: BulkAct, made: Plan) -> Sentence:
    named = made.mark is not None and not _is_private(*made.mark)  # everybody reads what an act is called
    name = [bulk.resource, *({"text": str(made.changes[key])[:LONGEST]} for key in made.changes if named)]
    more = {"fields": list(bulk.values)} if bulk.act == BulkWord.EDIT else {}
    return sentences.BULK[bulk.act](name=name, **more)


def _is_private(model: Mark, owner: int) -> bool:
    return model is Listed and RecordList.objects.filter(pk=owner, is_shared=False).exists()


def run_bulk(bulk: BulkAct, watch: Progress) -> BulkAct:
    """Do it. A stop rolls everything back; done twice, it is done once."""
    if bulk.state == BulkState.DONE:
        return bulk
    BulkAct.objects.filter(pk=bulk.pk).update(state=BulkState.RUNNING)
    try:
        _run(bulk, watch)
    except Cancelled:
        BulkAct.objects.filter(pk=bulk.pk).update(state=BulkState.CANCELLED)
        raise
    except Exception:
        BulkAct.objects.filter(pk=bulk.pk).update(state=BulkState.FAILED)
        raise
    bulk.refresh_from_db(fields=["state", "report", "change_set_id", "finished_at"])
    return bulk


def _run(bulk: BulkAct, watch: Progress) -> None:
    made = plan(bulk.resource, bulk.act, bulk.values)
    with change_set(ChangeKind.BULK, _said(bulk, made)) as act:
        if made.make:
            made.make()
            made = plan(bulk.resource, bulk.act, bulk.values)
        _lock(made)
        rows = _still_meant(bulk)
        changed = _steps(made, rows, watch)
        if made.refreshes:
            watch.progress(len(bulk.ids), len(bulk.ids), "Counting")
            refresh(act.pk)
        _close(bulk, made, act, changed)


def _lock(made: Plan) -> None:
    """Other writers of these tables wait; the same order as everywhere, so that none waits in a ring."""
    names = sorted(model._meta.db_table for model in made.locks)
    execute("SET LOCAL lock_timeout = '15min'")
    execute(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE")


def _still_meant(bulk: BulkAct) -> list[tuple[int, int]]:
    """Rows and their versions, without those that no longer fit the filter."""
    rows = list(zip(bulk.ids, bulk.seen, strict=True))
    if bulk.filter is None:
        return rows
    sql, params = Selection(bulk.resource, filter=bulk.filter).sql()
    left = fetch(f"SELECT i FROM unnest(%s::bigint[]) i WHERE i NOT IN ({sql})", [bulk.ids, *params])
    gone = {row[0] for row in left}
    return [row for row in rows if row[0] not in gone] if gone else rows


def _steps(made: Plan, rows: list[tuple[int, int]], watch: Progress) -> int:
    changed = 0
    for at, part in _slices(rows):
        watch.progress(at, len(rows), "Changing")
        changed += made.step([row[0] for row in part], [row[1] for row in part])
    watch.progress(len(rows), len(rows), "Changing")
    return changed


def _slices(rows: list[tuple[int, int]]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    for at in range(0, len(rows), SLICE):
        yield at, rows[at : at + SLICE]


def _close(bulk: BulkAct, made: Plan, act: ChangeSet, changed: int) -> None:
    """Keep what was done, beside the change itself: both are there, or neither."""
    refused = sum(bulk.preview["refused"].values())
    skipped = _skipped(bulk, made, act.pk) if changed < len(bulk.ids) else []
    report = {"changed": changed, "same": bulk.preview["same"], "refused": refused, "skipped": len(skipped)}
    note_counts(act, **report)
    listed = labelled(made, dict.fromkeys(skipped[:LISTED], "changed_since"))
    BulkAct.objects.filter(pk=bulk.pk).update(
        state=BulkState.DONE, change_set_id=act.pk, finished_at=timezone.now(), report={**report, "rows": listed}
    )
    publish(BulkApplied(bulk.pk, act.pk, bulk.resource, bulk.act, **report))
    bulk_facts.publish_each(bulk, made, act.pk, changed)


def _skipped(bulk: BulkAct, made: Plan, change_set_id: int) -> list[int]:
    """Rows of the preview that the act did not change."""
    model = made.mark[0] if made.mark else made.model
    column = made.column if made.mark else "id"
    rows = fetch(
        f"SELECT i FROM unnest(%s::bigint[]) i WHERE i NOT IN (SELECT {column} FROM {table(history_model(model))} "
        f"WHERE change_set_id = %s AND {column} IS NOT NULL) ORDER BY i",
        [bulk.ids, change_set_id],
    )
    return [row[0] for row in rows]


def follow_job(bulk_id: int, turn: Turn) -> None:
    """Say of an act what became of its job while nothing was being done."""
    states = {JobState.QUEUED: BulkState.QUEUED, JobState.CANCELLED: BulkState.CANCELLED}
    rows = BulkAct.objects.filter(pk=bulk_id, job_id=turn.job_id).exclude(state=BulkState.DONE)
    rows.update(state=states.get(JobState(turn.state), BulkState.FAILED))

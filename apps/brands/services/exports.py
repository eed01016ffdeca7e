"""Exports asked for in the portal or by the API: made in the background, fetched by a link that expires."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.brands.choices import ExportState
from apps.brands.events import ExportFetched, ExportReady, ExportRequested
from apps.brands.models import Export
from apps.brands.selectors import export_rows
from apps.brands.selectors.export_look import Look
from apps.brands.selectors.exports import folder
from apps.brands.selectors.lists import LISTS
from apps.brands.services.export_files import Asked, ExportFailed, Progress, make_file
from apps.brands.writers.formats import FORMATS
from apps.core import context, policy
from apps.core.choices import JobState
from apps.core.jobs import Cancelled, Turn
from apps.core.services import jobs
from apps.core.services.outbox import publish

LONGEST_NAME = 120
PART_AGE = timedelta(days=1)
STOPPED = {"code": "cancelled", "message": "The export was stopped.", "hint": ""}
BROKEN = {"code": "internal_error", "message": "Something went wrong on our side.", "hint": "Try again."}


class UnknownExport(ValueError):
    """There is no such list or format to export."""

    code = "invalid_value"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"{name} cannot be exported.")
        self.hint = f"Known: {', '.join(known)}."


def start_export(
    *,
    resource: str,
    format: str,  # noqa: A002
    filter: Mapping[str, Sequence[str]],  # noqa: A002
    fields: Sequence[str] = (),
    sort: str = "",
) -> Export:
    """Have a file made. Raises `UnknownExport`, `UnknownFilter`, `BadFilter`, `UnknownWord`, `NotAllowed`."""
    check(resource, format, filter, Look(tuple(fields), sort))
    actor = context.current().actor
    policy.require(actor, resource, "export")
    kept = {key: list(values) for key, values in filter.items()}
    with transaction.atomic():
        row = Export.objects.create(
            resource=resource,
            format=format,
            filter=kept,
            fields=list(fields),
            sort=sort,
            actor_id=actor.user_id,
            actor_name=actor.name[:200],
        )
        job = jobs.enqueue("brands.export", title=f"Export of {resource} as {format}", args={"export": row.pk})
        Export.objects.filter(pk=row.pk).update(job_id=job.pk)
        publish(ExportRequested(row.pk, resource, format, context.current().channel))
    row.refresh_from_db()
    return row


def check(resource: str, format: str, filter: Mapping[str, Sequence[str]], look: Look = export_rows.USUAL) -> None:  # noqa: A002
    """Whether this can be exported at all, before anybody waits for it."""
    if resource not in export_rows.RESOURCES:
        raise UnknownExport(resource, list(export_rows.RESOURCES))
    if format not in FORMATS:
        raise UnknownExport(format, list(FORMATS))
    LISTS[resource].narrowed(filter)
    export_rows.chosen(resource, look, is_flat=True)
    export_rows.ordered(resource, look)


def write_export(export: Export, watch: Progress) -> Export:
    """Write the file of an export that waits. Raises `ExportFailed`, `Cancelled`; the export says so too."""
    Export.objects.filter(pk=export.pk).update(state=ExportState.RUNNING, error={})
    try:
        _write(export, watch)
    except Exception as error:  # raised again: whatever stopped it, people look at the export's own row
        _note(export, error)
        raise
    export.refresh_from_db()
    return export


def _note(export: Export, error: Exception) -> None:
    if isinstance(error, Cancelled):
        _end(export, ExportState.CANCELLED, STOPPED)
    elif isinstance(error, ExportFailed):
        _end(export, ExportState.FAILED, {"code": error.code, "message": str(error), "hint": error.hint})
    else:
        _end(export, ExportState.FAILED, BROKEN)


def _write(export: Export, watch: Progress) -> None:
    try:
        folder().mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed("not_written", "The files' folder cannot be made.", "Tell support.") from error
    name = file_name(export)
    made = make_file(
        Asked(export.resource, export.format, export.filter, export.fields, export.sort), folder() / name, watch
    )
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state=ExportState.READY,
            path=name,
            rows=made.rows,
            size=made.size,
            ready_at=made.moment,
            expires_at=timezone.now() + timedelta(days=settings.COLABASE_EXPORT_LINK_DAYS),
        )
        publish(ExportReady(export.pk, export.resource, made.rows))


def note_fetched(export: Export) -> None:
    """Keep that somebody fetched the file: who and when is in the event."""
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(fetched_at=timezone.now())
        publish(ExportFetched(export.pk, export.resource, context.current().channel))


def file_name(export: Export) -> str:
    """Its number (left off when it is fetched), the list, the moment it was asked, what was asked."""
    asked = "-".join(f"{key}-{value}" for key, values in export.filter.items() for value in values)
    slug = re.sub(r"[^A-Za-z0-9]+", "-", asked).strip("-")[:LONGEST_NAME]
    words = [str(export.pk), export.resource, f"{export.created_at:%Y%m%dT%H%M%SZ}", slug]
    return "-".join(filter(None, words)) + f".{export.format}"


def _end(export: Export, state: str, error: dict[str, str]) -> None:
    Export.objects.filter(pk=export.pk).update(state=state, error=error)


def follow_job(export_id: int, turn: Turn) -> None:
    """Say of an export what became of its job while nothing was being written."""
    rows = Export.objects.filter(pk=export_id, job_id=turn.job_id)
    if turn.state == JobState.QUEUED:
        rows.update(state=ExportState.QUEUED, error={})
        return
    waiting = rows.filter(state__in=[ExportState.QUEUED, ExportState.RUNNING])
    if turn.state == JobState.CANCELLED:
        waiting.update(state=ExportState.CANCELLED, error=STOPPED)
    else:
        waiting.update(state=ExportState.FAILED, error=turn.error)


def purge_expired() -> int:
    """Delete files whose links have expired, and what broken runs left; how many exports expired."""
    gone = Export.objects.filter(state=ExportState.READY, expires_at__lte=Now())
    rows = list(gone)
    for row in rows:
        (folder() / row.path).unlink(missing_ok=True)
    Export.objects.filter(pk__in=[row.pk for row in rows]).update(state=ExportState.EXPIRED)
    _sweep_drafts()
    return len(rows)


def _sweep_drafts() -> None:
    before = (timezone.now() - PART_AGE).timestamp()
    for draft in folder().glob(".*.part"):
        if draft.stat().st_mtime < before:
            draft.unlink(missing_ok=True)

"""Links to exported files: signed, good for some days, and only in the workspace that made the file."""

from datetime import timedelta
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import get_script_prefix
from django.utils import timezone

from apps.brands.choices import ExportState
from apps.brands.models import Export
from apps.core.db import connection
from apps.core.selectors.glance import Question
from apps.core.sql import table

SALT = "colabase.export"
DAY = 86_400
SHOWN = 5


class LinkExpired(ValueError):
    """The link is too old, not ours, or another workspace's; the file may be gone."""

    code = "link_expired"
    hint = "Export the list again."


class NotReady(ValueError):
    """The file is not written yet, or could not be."""

    code = "not_ready"
    hint = "Wait for its job, or export again."


def folder() -> Path:
    """Where this workspace's exported files lie."""
    return Path(settings.MEDIA_ROOT) / connection.schema_name / "exports"


def ready_for(person_id: int | None) -> list[Export]:
    """Files that were made for somebody today and that nobody has fetched yet, newest first."""
    since = timezone.now() - timedelta(days=1)
    rows = Export.objects.filter(actor_id=person_id, state=ExportState.READY, ready_at__gte=since, fetched_at=None)
    return list(rows[:SHOWN])


def has_ready_for(person_id: int | None) -> Question:
    """Whether there is any, for `glance`."""
    ready = "state = 'ready' AND fetched_at IS NULL AND ready_at >= now() - interval '1 day'"
    return f"SELECT EXISTS (SELECT 1 FROM {table(Export)} WHERE actor_id = %s AND {ready})", [person_id]


def token(export: Export) -> str:
    """The signature of an export, of this workspace and this moment."""
    return signing.dumps({"schema": connection.schema_name, "export": export.pk}, salt=SALT)


def signed_link(export: Export) -> str:
    """The address of the file, under the prefix of the request."""
    return f"{get_script_prefix()}api/v1/exports/{export.pk}/download?{urlencode({'token': token(export)})}"


def link_of(pk: int) -> str:
    """The address of an export's file by the export's id."""
    return signed_link(Export(pk=pk))


def open_signed(text: str) -> Export:
    """The export a token stands for. Raises `LinkExpired`, `NotReady`."""
    try:
        facts = signing.loads(text, salt=SALT, max_age=settings.COLABASE_EXPORT_LINK_DAYS * DAY)
    except signing.BadSignature as error:
        raise LinkExpired("The link is not valid or no longer valid.") from error
    row = Export.objects.filter(pk=facts["export"]).first()
    if facts["schema"] != connection.schema_name or row is None or _is_over(row):
        raise LinkExpired("The link is no longer valid.")
    if row.state != ExportState.READY:
        raise NotReady("The file is not ready.")
    return row


def opened(export: Export, *, token: str) -> tuple[BinaryIO, str]:
    """The file as a stream, and the name to save it by. Raises `LinkExpired`, `NotReady`."""
    row = open_signed(token)
    if row.pk != export.pk:
        raise LinkExpired("The link belongs to another file.")
    try:
        return (folder() / row.path).open("rb"), row.path.split("-", 1)[1]
    except FileNotFoundError as error:
        raise LinkExpired("The file is gone.") from error


def _is_over(row: Export) -> bool:
    return row.state == ExportState.EXPIRED or (row.expires_at is not None and row.expires_at <= timezone.now())

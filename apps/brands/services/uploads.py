"""Forgetting uploaded files that nobody needs any longer: a bounded piece of work for every night.

What has entered keeps its file for good, and so does the workspace's logo. Of the rest, what was refused or only looked
at goes: files nothing names (a day after they came), and files of imports that were never run (after
`COLABASE_UPLOAD_KEEP_DAYS`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from apps.brands.choices import HeldState, ImportState
from apps.brands.models import HeldRow, Import, ImportFile
from apps.core.db import connection
from apps.core.services import storage
from apps.tenants.models import Workspace

log = structlog.get_logger(__name__)
AT_MOST = 1000
BATCH = 200
NAMELESS = timedelta(days=1)  # a file is stored before its import is written
NEVER_RUN = (
    ImportState.UPLOADED, ImportState.CHECKED, ImportState.GATED, ImportState.FAILED, ImportState.CANCELLED,
)  # fmt: skip


@dataclass(frozen=True)
class Cleared:
    """What went: files, and their size in bytes."""

    files: int = 0
    size: int = 0


def clear_uploads(*, now: datetime) -> Cleared:
    """Remove files of this workspace that nothing needs, at most a thousand; each is told in the log."""
    _let_go(now - timedelta(days=settings.COLABASE_UPLOAD_KEEP_DAYS))
    files = size = 0
    for path in _nameless(now - NAMELESS):
        gone = storage.remove_older(path, before=now - NAMELESS)
        if gone is not None:
            files, size = files + 1, size + gone
            log.info("upload_removed", path=path, size=gone)
        if files == AT_MOST:
            break
    return Cleared(files, size)


def _let_go(before: datetime) -> None:
    """Imports nobody ran, with no row that waits for a person, give up their files."""
    waiting = HeldRow.objects.filter(run=OuterRef("pk"), state=HeldState.OPEN)
    idle = (
        Q(created_at__lt=before)
        & (Q(started_at=None) | Q(started_at__lt=before))
        & (Q(finished_at=None) | Q(finished_at__lt=before))
    )
    with transaction.atomic():
        runs = Import.objects.filter(idle, ~Exists(waiting), state__in=NEVER_RUN, files__path__gt="").order_by("pk")
        found = Import.objects.filter(pk__in=runs.values("pk")[:AT_MOST]).select_for_update(skip_locked=True)
        ImportFile.objects.filter(run__in=list(found.values_list("pk", flat=True))).update(path="")


def _nameless(before: datetime) -> Iterator[str]:
    """Old stored files that no import names, and that are not the logo."""
    old = storage.stored_before(before)
    logo = Workspace.objects.filter(schema_name=connection.schema_name).values_list("logo", flat=True)
    while paths := list(islice(old, BATCH)):
        named = {*ImportFile.objects.filter(path__in=paths).values_list("path", flat=True), *logo}
        yield from (path for path in paths if path not in named)

"""The index of a workspace in a file of its own folder, so that a process that has just begun answers at once.

One file a workspace, written whole by a scan or by the first question; what has changed since is taken in as it is from
one question to the next. It is passed over when it is old, when its tables are gone or were put back from a backup, or
when other code made it.
"""

from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

import structlog
from django.conf import settings

from apps.consolidation.linkage import saving
from apps.consolidation.linkage.index import Index
from apps.core.db import connection
from apps.core.sql import scalar

log = structlog.get_logger(__name__)
OLDEST = 7 * 24 * 3600
"""Seconds: what permit lists say of holders is only taken in when an index is made anew."""


@dataclass(frozen=True)
class Kept:
    """An index that nobody changes, the newest act it knows of, the acts before that had not ended, and the version of
    the data it was made from. `is_whole`: made from all brands at once."""

    index: Index
    upto: int
    unended: list[int]
    version: str
    is_whole: bool


def keep(kept: Kept) -> None:
    """Write it, if it knows all brands alike. Best effort: a full disk only costs time."""
    if not kept.is_whole:
        return
    note = {"upto": kept.upto, "unended": kept.unended, "version": kept.version, "made_at": time(), **_home(kept.upto)}
    try:
        saving.save(kept.index.ready(), _path(), note)
    except OSError as error:
        log.warning("index_not_kept", error=str(error))


def kept_before() -> Kept | None:
    """The one that was written last, if it can still be used."""
    found = saving.saved(_path())
    if found is None:
        return None
    index, note = found
    if note["made_at"] < time() - OLDEST or any(note[name] != value for name, value in _home(note["upto"]).items()):
        return None
    return Kept(index, note["upto"], note["unended"], note["version"], is_whole=True)


def _home(upto: int) -> dict[str, Any]:
    """The schema itself, for another may get its name, and when the act ended it knows of: another may get its number."""
    oid = scalar("SELECT oid::bigint FROM pg_namespace WHERE nspname = current_schema()")
    began = scalar("SELECT created_at::text FROM core_changeset WHERE id = %s", [upto])
    return {"schema": oid, "began": began}


def _path() -> Path:
    return Path(settings.MEDIA_ROOT) / connection.schema_name / "linkage" / "brands.index"

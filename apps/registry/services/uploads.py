"""Files that staff hand in for the public registry: stored, then loaded in the background."""

from typing import BinaryIO

from apps.core.db import connection
from apps.core.models import Job
from apps.core.services import jobs
from apps.core.services.storage import store


class NotInPublic(RuntimeError):
    """The public registry is loaded from the public schema only."""


def start_load(*, name: str, stream: BinaryIO, list_code: str = "") -> Job:
    """Store a file and load it: as a permit list when `list_code` names one, else as COLA records."""
    if connection.schema_name != "public":
        raise NotInPublic(connection.schema_name)
    kept = store(name, stream)
    title = f"Load {kept.name} into the public registry"
    return jobs.enqueue("registry.load", title=title, args={"path": kept.path, "name": kept.name, "list": list_code})

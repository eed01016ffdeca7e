"""Throw-away workspaces for benchmarks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("COLABASE_LOG_LEVEL", "WARNING")
import config.celery  # noqa: F401  (tasks bind to our broker)

django.setup()

from apps.core.db import connection  # noqa: E402
from apps.core.sql import execute  # noqa: E402


@contextmanager
def room(slug: str) -> Iterator[Any]:
    """A new workspace, entered; gone afterwards."""
    from apps.tenants.services.workspaces import create_workspace

    drop(slug)
    made = create_workspace(slug=slug)
    connection.set_tenant(made)
    try:
        yield made
    finally:
        drop(slug)


def drop(slug: str) -> None:
    """Take a workspace away, with its schema."""
    from apps.tenants.models import Workspace

    connection.set_schema_to_public()
    for found in Workspace.objects.filter(slug=slug):
        execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(found.schema_name)} CASCADE")
        execute("DELETE FROM core_delivery WHERE schema = %s OR event_schema = %s", [found.schema_name] * 2)
        found.delete()

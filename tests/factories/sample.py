"""Acme with something in it: the sample file, imported as Alice would."""

from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

SAMPLE = Path(__file__).resolve().parents[2] / "apps/portal/sample/cola-sample.csv"


class There(NamedTuple):
    """The database it is in, the number of its import, and the folder of its uploads."""

    database: str
    run: int
    files: Path


def bring_in() -> int:
    """Import the sample into Acme; what would follow is left waiting, as it is in a test that is rolled back."""
    from apps.accounts.models import User
    from apps.accounts.selectors import actor_of
    from apps.brands.services import imports
    from apps.core import context
    from apps.tenants.models import Workspace

    room, alice = Workspace.objects.get(slug="acme"), User.objects.get(email="alice@acme.example")
    connection.set_tenant(room)
    with context.acting(actor=actor_of(alice, room), channel="portal"), transaction.atomic():
        with SAMPLE.open("rb") as file:
            run = imports.create_import(files=[(SAMPLE.name, file)])
        run = imports.run_now(run, imports.Silent())
        connection.run_on_commit.clear()
    connection.set_schema_to_public()
    return int(run.pk)

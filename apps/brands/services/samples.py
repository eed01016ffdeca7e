"""The sample: a synthetic registry, one workspace that follows it, and a small one beside it. Removable."""

import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django_tenants.utils import schema_context, tenant_context

from apps.accounts.choices import Role
from apps.accounts.models import User
from apps.accounts.services import add_member
from apps.brands.services.imports import Silent, run_stored, store_files
from apps.brands.services.subscriptions import create_subscription, fill_now
from apps.core.db import connection
from apps.core.sql import execute
from apps.registry.generator import Sample, write_csv, write_permits
from apps.registry.models import ColaRecord
from apps.registry.services.colas import load_registry
from apps.registry.services.permits import load_public_list
from apps.tenants.models import Workspace
from apps.tenants.selectors import workspace
from apps.tenants.services.workspaces import create_workspace

PEOPLE = {
    "acme": {"admin": Role.ADMIN, "manager": Role.MANAGER, "analyst": Role.ANALYST, "viewer": Role.VIEWER},
    "globex": {"admin": Role.ADMIN},
}
SMALL_ROWS, SMALL_BRANDS = 400, 180
DIRTY = 0.004


@dataclass(frozen=True)
class Loaded:
    """What was made. `password` is shown once; None when the sample was there already."""

    password: str | None
    rows: int


def load_sample(*, rows: int = 6_000, brands: int = 2_200, seed: int = 11) -> Loaded:
    """Make what is missing of the sample: registry, people and the workspaces acme and globex."""
    connection.set_schema_to_public()
    missing = [slug for slug in PEOPLE if workspace(slug) is None]
    if not missing:
        return Loaded(None, 0)
    password = secrets.token_urlsafe(9)
    with tempfile.TemporaryDirectory(prefix="colabase-sample-") as scratch:
        folder = Path(scratch)
        if not ColaRecord.objects.exists():
            _load_public(folder, rows, brands, seed)
        for slug in missing:
            _open(slug, password, folder, seed)
    return Loaded(password, rows)


def _load_public(folder: Path, rows: int, brands: int, seed: int) -> Sample:
    sample = write_csv(folder / "sample-registry.csv", rows, brands, seed)
    write_permits(folder / "sample-importers.csv", sample)
    with schema_context("public"):
        load_public_list(path=folder / "sample-importers.csv", name="sample-importers.csv", list_code="importer")
        load_registry([folder / "sample-registry.csv"], Silent())
    return sample


def _open(slug: str, password: str, folder: Path, seed: int) -> None:
    with transaction.atomic():
        room = create_workspace(slug=slug, is_sample=True)
        for name, role in PEOPLE[slug].items():
            email = f"{name}@{slug}.example"
            add_member(workspace=room, email=email, role=role, password=password, name=name.title())
    with tenant_context(room):
        if slug == "acme":
            fill_now(create_subscription(name="The whole registry", filter={}))
        else:
            _upload(folder, seed)


def _upload(folder: Path, seed: int) -> None:
    """A small file with faults, so that a quarantine is there to be seen."""
    path = folder / "sample-week.csv"
    write_csv(path, SMALL_ROWS, SMALL_BRANDS, seed + 1, dirty=DIRTY * 5)
    with path.open("rb") as stream:
        run_stored(store_files([(path.name, stream)]), Silent())


def remove_sample() -> list[str]:
    """Delete the sample's workspaces, people and public records; what others made stays. The slugs removed."""
    connection.set_schema_to_public()
    removed = []
    for room in Workspace.objects.filter(is_sample=True):
        with transaction.atomic():
            execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(room.schema_name)} CASCADE")
            execute("DELETE FROM core_delivery WHERE schema = %s OR event_schema = %s", [room.schema_name] * 2)
            removed.append(room.slug)
            User.objects.filter(email__in=[f"{n}@{room.slug}.example" for n in PEOPLE.get(room.slug, {})]).delete()
            Workspace.objects.filter(pk=room.pk).delete()
    return removed

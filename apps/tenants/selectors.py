"""What can be asked about workspaces."""

from django.conf import settings
from django.db.models import QuerySet

from apps.core.sql import comma, fetch, table
from apps.tenants import fingerprint
from apps.tenants.choices import WorkspaceState
from apps.tenants.models import Workspace

FIELDS = [field.attname for field in Workspace._meta.concrete_fields]
BY_SLUG = f"SELECT {comma(FIELDS)} FROM {table(Workspace)} WHERE slug = %s AND schema_name <> 'public'"


def workspace(slug: str) -> Workspace | None:
    """A workspace by slug, or None. By hand, for every request asks it."""
    rows = fetch(BY_SLUG, [slug])
    return Workspace.from_db("default", FIELDS, rows[0]) if rows else None


def workspace_by_host(host: str) -> Workspace | None:
    """A workspace by host name: `<slug>.<base domain>`, or one of its own domains."""
    suffix = f".{settings.BASE_DOMAIN}"
    if host.endswith(suffix):
        return workspace(host.removesuffix(suffix))
    return Workspace.objects.exclude(schema_name="public").filter(domains__domain=host).first()


def workspaces() -> QuerySet[Workspace]:
    """All workspaces but the public schema's own row."""
    return Workspace.objects.exclude(schema_name="public")


def active_schemas() -> list[str]:
    """Schemas of all workspaces open now: active and fully migrated."""
    ready = workspaces().filter(state=WorkspaceState.ACTIVE, fingerprint=fingerprint.current())
    return list(ready.values_list("schema_name", flat=True))


def all_schemas() -> list[str]:
    """Schemas of every workspace. For `@on(..., each=)`: one that is closed now hears the fact when it opens."""
    return list(workspaces().values_list("schema_name", flat=True))


def why_closed(room: Workspace) -> str | None:
    """Why a workspace cannot be served now: suspended, migrating, or None when it can."""
    if room.state == WorkspaceState.SUSPENDED:
        return "suspended"
    return None if room.fingerprint == fingerprint.current() else "migrating"


def open_workspace(slug: str) -> Workspace | None:
    """A workspace by slug that can be worked in now: active and fully migrated."""
    room = workspace(slug)
    return None if room is None or why_closed(room) else room

"""Opening, suspending and renaming workspaces."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from apps.core.db import connection
from apps.tenants import fingerprint
from apps.tenants.choices import WorkspaceState
from apps.tenants.models import SLUG, Domain, Workspace
from apps.tenants.services.schemas import make_schema

RESERVED = {"public", "www", "api", "admin", "app", "static", "media", "mail", "status", "help", "docs"}


class BadSlug(ValueError):
    """The name cannot be used as an address."""

    code = "bad_slug"
    hint = "Use 2 to 40 small letters, digits or hyphens, beginning with a letter and not ending with a hyphen."


class SlugTaken(ValueError):
    """Another workspace has this address."""

    code = "slug_taken"
    hint = "Choose another name."


def create_workspace(*, slug: str, name: str = "", is_sample: bool = False) -> Workspace:
    """Make a workspace with its schema, ready to use. Must be called from the public schema."""
    _check(slug)
    connection.set_schema_to_public()
    if Workspace.objects.filter(slug=slug).exists():
        raise SlugTaken(f"A workspace named {slug} exists already.")
    try:
        with transaction.atomic():
            room = Workspace.objects.create(
                slug=slug,
                name=name or slug.replace("-", " ").title(),
                schema_name=f"w_{slug.replace('-', '_')}",
                fingerprint=fingerprint.current(),
                is_sample=is_sample,
            )
            Domain.objects.create(tenant=room, domain=f"{slug}.{settings.BASE_DOMAIN}", is_primary=True)
            make_schema(room.schema_name)
    except IntegrityError as error:
        raise SlugTaken(f"A workspace named {slug} exists already.") from error
    return room


def _check(slug: str) -> None:
    try:
        SLUG(slug)
    except ValidationError as error:
        raise BadSlug(f"{slug!r} cannot be a workspace's address.") from error
    if slug in RESERVED:
        raise BadSlug(f"{slug!r} is kept for the platform.")


def suspend(room: Workspace) -> None:
    """Close a workspace: pages, API, sockets and tasks refuse; nothing is deleted."""
    Workspace.objects.filter(pk=room.pk).update(state=WorkspaceState.SUSPENDED)


def resume(room: Workspace) -> None:
    """Open a suspended workspace again."""
    Workspace.objects.filter(pk=room.pk).update(state=WorkspaceState.ACTIVE)


def touch(room: Workspace) -> None:
    """Note that somebody works here now."""
    Workspace.objects.filter(pk=room.pk).update(active_at=Now())

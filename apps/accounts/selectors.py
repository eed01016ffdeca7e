"""What can be asked about people."""

import zlib
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from apps.accounts.choices import Role
from apps.accounts.models import ApiKey, EmailChange, Membership, Picture, User
from apps.core.context import Actor
from apps.core.db import connection
from apps.core.selectors.glance import Question
from apps.core.sql import comma, fetch, scalar, table
from apps.tenants.models import Workspace

STRANGER = Actor(name="stranger")


def membership(user: User, workspace: Workspace) -> Membership | None:
    """The person's active membership here, or None."""
    return Membership.objects.filter(user=user, workspace_id=workspace.pk, suspended_at=None).first()


def colleagues(schema: str, roles: Iterable[str]) -> list[tuple[int, str]]:
    """Number and name of the members of a workspace who have one of these roles, by name; those suspended left out."""
    rows = Membership.objects.filter(
        workspace__schema_name=schema, role__in=list(roles), suspended_at=None, user__is_active=True
    ).select_related("user")
    return sorted(((row.user_id, str(row.user)) for row in rows), key=lambda one: (one[1].casefold(), one[0]))


def member_name(number: str) -> str:
    """The name of a member of the current workspace by their number; the number itself of anybody else."""
    names = {str(pk): name for pk, name in colleagues(connection.schema_name, Role.values)}
    return names.get(number, number)


def actor_of(user: User, workspace: Workspace | None) -> Actor:
    """Who the person is here: with a role when a member, without one when not."""
    # outside any workspace django-tenants puts a stand-in without a key on the connection
    role = _role(user, workspace) if workspace is not None and getattr(workspace, "pk", None) else None
    return Actor(user_id=user.pk, name=str(user), role=role, is_staff=user.is_staff and user.is_active)


def _role(user: User, workspace: Workspace) -> str | None:
    where = "user_id = %s AND workspace_id = %s AND suspended_at IS NULL"
    role: str | None = scalar(f"SELECT role FROM {table(Membership)} WHERE {where}", [user.pk, workspace.pk])
    return role


def actor_of_key(key: ApiKey, role: str | None, workspace: Workspace) -> Actor | None:
    """Who a key acts as here; None when it belongs to another workspace or its owner left."""
    if key.workspace_id != getattr(workspace, "pk", None) or role is None:
        return None
    return Actor(user_id=key.user_id, name=f"{key.user} (key)", role=role, scopes=frozenset(key.scopes))


def key_holder(prefix: str, workspace: Workspace | None) -> tuple[ApiKey, str | None] | None:
    """The valid key with this prefix, its owner on it, and the owner's role here (None for no member).

    One statement by hand: every call of the API asks it.
    """
    place = getattr(workspace, "pk", None)  # outside any workspace the connection names none
    rows = fetch(KEY_HOLDER, [place, prefix])
    if not rows:
        return None
    row, width = rows[0], len(KEY_FIELDS)
    key = ApiKey.from_db("default", KEY_FIELDS, row[:width])
    key.user = User.from_db("default", USER_FIELDS, row[width:-1])
    return key, row[-1]


def _fields(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


KEY_FIELDS = _fields(ApiKey)
USER_FIELDS = ["id", "email", "name", "is_active", "is_staff"]
KEY_HOLDER = (
    f"SELECT {comma(KEY_FIELDS, 'k')}, {comma(USER_FIELDS, 'u')}, m.role FROM {table(ApiKey)} k "
    f"JOIN {table(User)} u ON u.id = k.user_id AND u.is_active LEFT JOIN {table(Membership)} m "
    "ON m.user_id = k.user_id AND m.workspace_id = %s AND m.suspended_at IS NULL "
    "WHERE k.prefix = %s AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())"
)


def rooms_of(user_id: int | None) -> Question:
    """Slug and name of the workspaces a person may enter, by name; for `glance`."""
    rooms, members = table(Workspace), table(Membership)
    return (
        f"SELECT coalesce(json_agg(json_build_array(w.slug, w.name) ORDER BY w.name), '[]') FROM {rooms} w "
        f"JOIN {members} m ON m.workspace_id = w.id WHERE m.suspended_at IS NULL AND m.user_id = %s",
        [user_id],
    )


PROFILE = ("id", "email", "name", "language", "time_zone", "theme", "density", "keys", "page_size")


def person(user_id: int) -> User:
    """A person by number."""
    return User.objects.get(pk=user_id)


def profile_of(user: User) -> dict[str, Any]:
    """How a person is called and served, and the checksum of their picture; `version` differs when anything does."""
    shown = {**{name: getattr(user, name) for name in PROFILE}, "picture": user.picture or None}
    return {**shown, "version": zlib.crc32(repr(sorted(shown.items())).encode())}


def picture_of(user_id: int, workspace: Workspace, *, large: bool = False) -> tuple[str, bytes] | None:
    """Checksum and WebP of a person who belongs, or belonged until suspended, to this workspace; None without one."""
    if not Membership.objects.filter(user_id=user_id, workspace_id=workspace.pk).exists():
        return None
    size = "large" if large else "small"
    row = Picture.objects.filter(user_id=user_id).values_list("user__picture", size).first()
    return (row[0], bytes(row[1])) if row else None


def pictures_in(workspace: Workspace) -> dict[int, str]:
    """Checksum of the picture of each person here who has one."""
    rows = Membership.objects.filter(workspace_id=workspace.pk).exclude(user__picture="")
    return dict(rows.values_list("user_id", "user__picture"))


def email_wanted(user: User) -> str:
    """The address that waits for this person to confirm it, or nothing."""
    return EmailChange.objects.filter(user=user).values_list("email", flat=True).first() or ""


def is_email_taken(email: str, user: User) -> bool:
    """Whether somebody else signs in with this address."""
    return User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists()


def workspaces_of(user: User) -> QuerySet[Workspace]:
    """The workspaces a person may enter, by name."""
    ids = Membership.objects.filter(user=user, suspended_at=None).values("workspace_id")
    return Workspace.objects.filter(pk__in=ids).order_by("name")

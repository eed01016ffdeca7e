"""What can be asked about people."""

from django.db.models import QuerySet

from apps.accounts.models import ApiKey, Membership, User
from apps.core.context import Actor
from apps.tenants.models import Workspace

STRANGER = Actor(name="stranger")


def membership(user: User, workspace: Workspace) -> Membership | None:
    """The person's active membership here, or None."""
    return Membership.objects.filter(user=user, workspace_id=workspace.pk, suspended_at=None).first()


def actor_of(user: User, workspace: Workspace | None) -> Actor:
    """Who the person is here: with a role when a member, without one when not."""
    # outside any workspace django-tenants puts a stand-in without a key on the connection
    found = membership(user, workspace) if workspace is not None and getattr(workspace, "pk", None) else None
    return Actor(
        user_id=user.pk, name=str(user), role=found.role if found else None, is_staff=user.is_staff and user.is_active
    )


def actor_of_key(key: ApiKey, workspace: Workspace) -> Actor | None:
    """Who a key acts as here; None when it belongs to another workspace or its owner left."""
    if key.workspace_id != getattr(workspace, "pk", None):
        return None
    found = membership(key.user, workspace)
    if found is None:
        return None
    return Actor(user_id=key.user_id, name=f"{key.user} (key)", role=found.role, scopes=frozenset(key.scopes))


def workspaces_of(user: User) -> QuerySet[Workspace]:
    """The workspaces a person may enter, by name."""
    ids = Membership.objects.filter(user=user, suspended_at=None).values("workspace_id")
    return Workspace.objects.filter(pk__in=ids).order_by("name")

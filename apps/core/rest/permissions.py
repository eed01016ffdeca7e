"""Who may call an endpoint: the permission table, asked once, before anything is read."""

from typing import Any

from rest_framework.exceptions import MethodNotAllowed, NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.core import policy

READS = {"GET", "HEAD", "OPTIONS"}
ACTIONS = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


def action_of(view: Any, method: str) -> str:
    """The action of the permission table that a method of a view is."""
    named: dict[str, str] = getattr(view, "actions", {})
    return named.get(method) or ("read" if method in READS else ACTIONS[method])


class WorkspacePermission(BasePermission):
    """401 without a key or session, 404 for a stranger to the workspace, 403 for a member without the right."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Views name a `resource` of the table, and in `actions` what a method means if it is not the usual."""
        if getattr(request, "user", None) is None:
            return False
        actor = getattr(request._request, "actor", None)
        if actor is None or actor.role is None:
            raise NotFound
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(request.method or "")
        return policy.allows(actor, view.resource, action_of(view, request.method or "GET"))


class Open(BasePermission):
    """For the description of the API: it names no workspace's data."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Anyone."""
        return True

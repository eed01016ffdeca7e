"""Who may do what: one question, asked by pages, API, tasks, sockets and admin alike.

Names of resources and actions come from a catalogue that `accounts` fills at start; asking about
a name that is not in it is a programming error and fails at once.
"""

from typing import Protocol

from apps.core.context import Actor


class Policy(Protocol):
    """What `accounts` provides."""

    def allows(self, actor: Actor, resource: str, action: str) -> bool:
        """Whether the actor, in the current workspace, may do the action."""

    def knows(self, resource: str, action: str) -> bool:
        """Whether the catalogue has this pair."""


class NotAllowed(PermissionError):
    """The actor's role or key does not include this."""

    def __init__(self, resource: str, action: str) -> None:
        super().__init__(f"{action} {resource}")
        self.resource, self.action = resource, action


class UnknownPermission(KeyError):
    """The catalogue has no such resource and action."""


_policy: list[Policy] = []


def install(policy: Policy) -> None:
    """Called once at start by the app that owns roles."""
    _policy[:] = [policy]


def allows(actor: Actor, resource: str, action: str) -> bool:
    """Whether the actor may do this here."""
    if not _policy[0].knows(resource, action):
        raise UnknownPermission(f"{resource}:{action}")
    return _policy[0].allows(actor, resource, action)


def require(actor: Actor, resource: str, action: str) -> None:
    """Raise `NotAllowed` unless the actor may do this here."""
    if not allows(actor, resource, action):
        raise NotAllowed(resource, action)

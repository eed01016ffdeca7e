"""The permission table: resource x action x role. Pages, API, tasks, sockets and admin all ask it."""

from apps.accounts.choices import Role
from apps.core.context import Actor

ALL = frozenset({Role.ADMIN, Role.MANAGER, Role.ANALYST, Role.VIEWER})
WORKERS = frozenset({Role.ADMIN, Role.MANAGER, Role.ANALYST})
LEADS = frozenset({Role.ADMIN, Role.MANAGER})
ADMINS = frozenset({Role.ADMIN})

TABLE: dict[str, dict[str, frozenset[Role]]] = {
    "home": {"read": ALL},
    "profile": {"read": ALL, "update": ALL},
    "workspace": {"read": LEADS, "update": LEADS},
    "search": {
        "read": ALL,
        "update": ALL,
    },  # one's own recent ones; each group also asks for the right to read its records
    "pastes": {"read": ALL, "create": ALL},
    "views": {"read": ALL, "create": ALL, "update": ALL, "delete": ALL, "lead": LEADS},  # one's own; leads: shared ones
    "watches": {"read": ALL, "create": ALL, "update": ALL, "delete": ALL},  # one's own
    "notifications": {"read": ALL, "update": ALL},
    "brands": {"read": ALL, "create": WORKERS, "update": WORKERS, "delete": LEADS, "export": WORKERS},
    "skus": {"read": ALL, "update": WORKERS, "delete": LEADS, "export": WORKERS},
    "importers": {"read": ALL, "export": WORKERS},
    "permits": {"read": ALL, "create": LEADS, "export": WORKERS},
    "imports": {"read": ALL, "create": WORKERS, "update": WORKERS, "delete": WORKERS},
    "quarantine": {"read": ALL, "update": WORKERS, "export": WORKERS},
    "subscriptions": {"read": ALL, "create": LEADS, "update": LEADS, "delete": LEADS},
    "proposals": {"read": ALL, "update": WORKERS, "scan": WORKERS, "approve": WORKERS},
    "merges": {"read": ALL, "create": WORKERS, "undo": LEADS, "undo_own": WORKERS},
    "policies": {"read": ALL, "update": LEADS},
    "routes": {"read": ALL, "create": LEADS, "update": LEADS, "delete": LEADS},
    "absences": {"read": WORKERS, "update": WORKERS, "lead": LEADS},  # one's own; leads: anybody's
    "models": {"read": ALL, "create": LEADS, "promote": LEADS},
    "bulk": {"read": WORKERS, "create": WORKERS},
    "tags": {"read": ALL, "create": WORKERS, "update": WORKERS, "delete": LEADS},
    "lists": {"read": ALL, "create": WORKERS, "update": WORKERS, "delete": WORKERS, "moderate": LEADS},
    "notes": {"read": ALL, "create": WORKERS, "update": WORKERS, "delete": WORKERS, "moderate": LEADS},
    "change_sets": {"read": ALL, "undo": LEADS},
    "history": {"read": ALL, "restore": WORKERS},
    "exports": {"read": WORKERS, "create": WORKERS},
    "jobs": {"read": ALL, "update": WORKERS},
    "api_keys": {"read": ADMINS, "create": ADMINS, "delete": ADMINS},
    "members": {"read": ADMINS, "update": ADMINS},
    "live": {"read": ALL},
    "registry": {"read": ALL, "load": frozenset()},  # the platform's staff, in the admin; no role of a workspace
}
READ_ACTIONS = frozenset({"read"})
SCOPE_WORDS = frozenset({"*", "all", "admin", "read", "write"})


class TablePolicy:
    """The table as the kernel's `Policy`."""

    def knows(self, resource: str, action: str) -> bool:
        """Whether the table has this pair."""
        return action in TABLE.get(resource, {})

    def allows(self, actor: Actor, resource: str, action: str) -> bool:
        """The role must have it; a key must also have a scope for it. The system may do all."""
        if actor.role == "system":
            return True
        if actor.role not in TABLE[resource][action]:
            return False
        return actor.scopes is None or _in_scope(actor.scopes, resource, action)


def _in_scope(scopes: frozenset[str], resource: str, action: str) -> bool:
    verb = "read" if action in READ_ACTIONS else "write"
    accepted = {"*", "all", "admin", "write", resource, f"{resource}:{action}", f"{resource}:{verb}", f"{resource}:*"}
    if verb == "read":
        accepted |= {"read", f"{resource}:write"}
    if action == "export":
        accepted |= {"read", "export", f"{resource}:read"}
    return bool(scopes & accepted)


def is_scope(word: str) -> bool:
    """Whether a word can be a key's scope: `read`, `write`, `*`, a resource, or `resource:action`."""
    if word in SCOPE_WORDS or word == "export":
        return True
    resource, _, action = word.partition(":")
    return resource in TABLE and (action in {"", "*", "read", "write"} or action in TABLE[resource])

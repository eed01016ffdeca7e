"""Save, share, pin and watch views of lists. A view is a person's setting, not record data: it is not tracked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core import policy
from apps.core.choices import Pace
from apps.core.context import Actor
from apps.core.filtering import UnknownFilter, shows
from apps.core.listing import LISTINGS, UnknownWord
from apps.core.models import Notification, SavedView, ViewWatch
from apps.core.sql import scalar

LONGEST, BIGGEST, MOST = 120, 20_000, 500
DRAWING_KEYS = frozenset({"columns", "density"})  # of a query: how rows are drawn, not which they are
PASSING = frozenset({"cursor", "open", "view", "count", "changed_since"})
FIELDS = ("name", "query", "is_shared", "default_for")
FORGOTTEN: dict[str, Any] = dict.fromkeys(("rows", "ids", "newest", "checked_at"))  # what alerts knew of a view's rows
ROLES = ("admin", "manager", "analyst", "viewer")


class BadView(ValueError):
    """What was sent makes no view: `errors` is a list of (name, message)."""

    code = "invalid_value"
    hint = "Correct the values and send them again."

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.errors = [(name, message)]


def save_view(*, actor: Actor, resource: str, name: str, query: Any, is_shared: Any = False) -> SavedView:
    """Keep a list's address under a name. Raises `BadView`."""
    if SavedView.objects.filter(owner_id=actor.user_id or 0).count() >= MOST:
        raise BadView("name", _("You have %(most)s views. Delete some first.") % {"most": MOST})
    values = checked({"name": name, "query": query, "is_shared": is_shared})
    _check_words(resource, values["query"])
    return SavedView.objects.create(
        resource=resource, owner_id=actor.user_id or 0, owner_name=actor.name[:200], **values
    )


def change_view(view: SavedView, *, actor: Actor, values: Mapping[str, Any]) -> None:
    """Rename, share or narrow differently; roles whose list opens so are for leads. Raises `BadView`, `NotAllowed`."""
    _require_mine(view, actor)
    if "default_for" in values:
        policy.require(actor, "views", "lead")
    found = checked(values)
    if "query" in found and found["query"] != view.query:
        _check_words(view.resource, found["query"])
        view.watches.update(**FORGOTTEN)
    shared = found.get("is_shared", view.is_shared)
    if not shared and found.get("default_for", view.default_for):
        raise BadView("is_shared", _("A view that lists open as must be shared."))
    SavedView.objects.filter(pk=view.pk).update(**found, updated_at=Now())


def delete_view(view: SavedView, *, actor: Actor) -> None:
    """Forget it, for all who see it. Raises `NotAllowed`."""
    _require_mine(view, actor)
    view.delete()


def _require_mine(view: SavedView, actor: Actor) -> None:
    """Its owner may change a view; leads may change those of others that are shared."""
    if view.owner_id != actor.user_id:
        policy.require(actor, "views", "lead")


def watch_view(view: SavedView, *, user_id: int, **wishes: Any) -> None:
    """Pin it to the rail (`is_pinned`), or be told when it gains rows (`is_watched`), and how often (`pace`).

    Raises `BadView`.
    """
    if wishes.get("pace", Pace.AT_ONCE) not in Pace.values:
        raise BadView("pace", _("Use some of %(words)s.") % {"words": ", ".join(Pace.values)})
    forget = FORGOTTEN if wishes.get("is_watched") is False else {}
    ViewWatch.objects.update_or_create(view=view, user_id=user_id, defaults={**wishes, **forget})


def look_at(view: SavedView, *, user_id: int) -> datetime | None:
    """Note that the person looks at it now; when they did before.

    The moment kept is the start of the oldest act still under way, so that none is missed that ends later.
    """
    before = ViewWatch.objects.filter(view=view, user_id=user_id).values_list("looked_at", flat=True).first()
    now = scalar(
        "SELECT least(now(), min(xact_start)) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_xid IS NOT NULL"
    )
    ViewWatch.objects.update_or_create(view=view, user_id=user_id, defaults={"looked_at": now})
    return before


def read_all(*, user_id: int) -> None:
    """The person has seen what they were told."""
    Notification.objects.filter(user_id=user_id, read_at=None).update(read_at=timezone.now())


# --- what may stand in a view -----------------------------------------------------------------


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they are kept. Raises `BadView`."""
    return {key: CHECKS[key](value) for key, value in values.items()}


def _name(value: Any) -> str:
    text = " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""
    if not shows(text) or len(text) > LONGEST:
        raise BadView("name", _("Give it a name of at most %(most)s characters.") % {"most": LONGEST})
    return text


def _query(value: Any) -> dict[str, list[str]]:
    if not isinstance(value, Mapping) or not all(_is_words(words) for words in value.values()):
        raise BadView("query", _("Send the list's keys, each with a list of texts."))
    found = {str(key): list(words) for key, words in value.items() if key not in PASSING}
    try:
        size = len(orjson.dumps(found))
    except (TypeError, ValueError) as error:
        raise BadView("query", _("This is not a text.")) from error
    if size > BIGGEST or "\\u0000" in orjson.dumps(found).decode():
        raise BadView(
            "query",
            _("A view can hold %(most)s characters of filters; paste long lists of values.") % {"most": f"{BIGGEST:,}"},
        )
    return found


def _check_words(resource: str, query: Mapping[str, Any]) -> None:
    """A new view asks only for what its list has; an old one may outlive a filter, and opens with the rest."""
    listing = LISTINGS.get(resource)
    try:
        if listing is not None:
            listing.check_words({key: words for key, words in query.items() if key not in DRAWING_KEYS})
    except (UnknownFilter, UnknownWord) as error:
        raise BadView("query", str(error)) from error


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadView("is_shared", _("Say true or false."))
    return value


def _roles(value: Any) -> list[str]:
    if not isinstance(value, Sequence) or isinstance(value, str) or any(role not in ROLES for role in value):
        raise BadView("default_for", _("Use some of %(words)s.") % {"words": ", ".join(ROLES)})
    return sorted(set(value))


CHECKS = {"name": _name, "query": _query, "is_shared": _yes, "default_for": _roles}

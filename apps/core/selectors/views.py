"""Saved views as a person sees them: their own and those shared with the workspace."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.core.choices import Pace
from apps.core.context import Actor
from apps.core.models import NoticeChoice, Notification, SavedView, ViewWatch
from apps.core.selectors.glance import Question
from apps.core.sql import table

MOST_PINS = 12


def visible(actor: Actor) -> QuerySet[SavedView]:
    """The views this person may open."""
    return SavedView.objects.filter(Q(is_shared=True) | Q(owner_id=actor.user_id or 0))


def view(actor: Actor, pk: int) -> SavedView | None:
    """One of them."""
    return visible(actor).filter(pk=pk).first()


def views(actor: Actor) -> list[dict[str, Any]]:
    """All of them, by list and name, with what each is to this person."""
    watches = {watch.view_id: watch for watch in ViewWatch.objects.filter(user_id=actor.user_id or 0)}
    return [row(one, watches.get(one.pk)) for one in visible(actor).order_by("resource", "name", "id")]


def shown(actor: Actor, pk: int) -> dict[str, Any] | None:
    """One view as lists of views show it."""
    found = view(actor, pk)
    return None if found is None else row(found, found.watches.filter(user_id=actor.user_id or 0).first())


def row(one: SavedView, watch: ViewWatch | None) -> dict[str, Any]:
    """A view for JSON and pages."""
    return {
        "id": one.pk, "list": one.resource, "name": one.name, "query": one.query, "is_shared": one.is_shared,
        "default_for": one.default_for, "owner_id": one.owner_id, "owner_name": one.owner_name,
        "is_pinned": bool(watch and watch.is_pinned), "is_watched": bool(watch and watch.is_watched),
        "pace": watch.pace if watch else Pace.AT_ONCE,
        "looked_at": watch.looked_at if watch else None, "updated_at": one.updated_at,
    }  # fmt: skip


def pinned(actor: Actor) -> list[SavedView]:
    """Those on this person's rail."""
    mine = ViewWatch.objects.filter(user_id=actor.user_id or 0, is_pinned=True).values("view_id")
    return list(visible(actor).filter(pk__in=mine).order_by("name", "id")[:MOST_PINS])


def has_pins(actor: Actor) -> Question:
    """Whether anything may be on this person's rail, for `glance`."""
    watch = table(ViewWatch)
    return f"SELECT EXISTS (SELECT 1 FROM {watch} WHERE is_pinned AND user_id = %s)", [actor.user_id or 0]


def default_view(actor: Actor, resource: str) -> SavedView | None:
    """What a list opens as for this person's role, unless the address says otherwise."""
    shared = SavedView.objects.filter(resource=resource, is_shared=True, default_for__contains=[actor.role or ""])
    return shared.order_by("-updated_at").first()


def notices_off(actor: Actor) -> list[str]:
    """Kinds of notifications the person does not want here."""
    return NoticeChoice.objects.filter(user_id=actor.user_id or 0).values_list("off", flat=True).first() or []


def notifications(actor: Actor, most: int = 100) -> list[Notification]:
    """The newest words to this person."""
    return list(Notification.objects.filter(user_id=actor.user_id or 0).order_by("-id")[:most])


def unread(actor: Actor, most: int = 99) -> Question:
    """How many they have not read, counted no further than anyone reads; for `glance`."""
    words = table(Notification)
    rows = f"SELECT 1 FROM {words} WHERE user_id = %s AND read_at IS NULL LIMIT %s"
    return f"SELECT count(*) FROM ({rows}) unread", [actor.user_id or 0, most]

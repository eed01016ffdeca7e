"""What can be done from the palette and by keys: one registry, filled beside the views.

A view says `@offer("imports-new", _("New import"), icon="upload")`; the palette, the keys and the help overlay show
what the person's role allows. `needs` is a CSS selector: the action works on pages that have such an element.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core import policy
from apps.portal import nav

V = TypeVar("V", bound=type)
GROUPS: dict[str, Any] = {"go": _("Go to"), "do": _("Do"), "here": _("On this page"), "you": _("Your settings")}


@dataclass(frozen=True)
class Action:
    """One thing to do: open a page (`place`), send a form to it (`sends`), or press what is on the page (`press`)."""

    label: Any
    group: str = "do"
    place: str = ""
    sends: bool = False
    press: str = ""
    keys: str = ""
    icon: str = ""
    needs: str = ""
    resource: str = "home"
    action: str = "read"

    @property
    def url(self) -> str:
        """Where it leads in this workspace; nothing when it presses something."""
        return reverse(self.place) if self.place else ""

    @property
    def caps(self) -> list[str]:
        """The keys one by one, as they are drawn."""
        return self.keys.split()

    def as_dict(self) -> dict[str, Any]:
        """For the palette's script."""
        kept = {name: value for name, value in asdict(self).items() if name in {"press", "keys", "icon", "needs"}}
        return {**kept, "label": str(self.label), "url": self.url, "sends": self.sends}


# What the script of every page does by itself: the keys are named here to be shown.
REGISTRY: list[Action] = [
    Action(_("Search"), "here", keys="/", press="[data-search]", icon="search"),
    Action(_("Show all commands"), "here", keys="Ctrl+K"),
    Action(_("Show what works here"), "here", keys="?", press="[data-open-keys]", icon="keyboard"),
    Action(_("Next row"), "here", keys="j", needs="[data-rows]"),
    Action(_("Previous row"), "here", keys="k", needs="[data-rows]"),
    Action(_("Open the row"), "here", keys="Enter", needs="[data-rows]"),
    Action(_("Select the row"), "here", keys="x", needs="[data-one]"),
    Action(_("Approve"), "here", keys="a", press="[data-act=approve]", needs="[data-act=approve]", icon="check"),
    Action(_("Not a duplicate"), "here", keys="r", press="[data-act=reject]", needs="[data-act=reject]", icon="close"),
    Action(
        _("Split: untick members"), "here", keys="s", press="[data-act=split]", needs="[data-act=split]", icon="split"
    ),
    Action(_("Link without merging"), "here", keys="l", press="[data-act=link]", needs="[data-act=link]", icon="link"),
    Action(_("Skip"), "here", keys="n", press="[data-act=skip]", needs="[data-act=skip]", icon="next"),
    Action(_("Undo"), "here", keys="u", press="[data-act=undo]", needs="[data-act=undo]", icon="undo"),
    Action(_("Add a tag"), "here", keys="t", press="[data-tag-field]", needs="[data-tag-field]", icon="brands"),
    Action(_("Edit"), "here", keys="e", press="[data-act=edit]", needs="[data-act=edit]", icon="edit"),
    Action(_("Watch"), "here", keys="w", press="[data-act=watch]", needs="[data-act=watch]", icon="bell"),
    Action(_("Light theme"), "you", press='[name=theme][value="light"]', icon="theme"),
    Action(_("Dark theme"), "you", press='[name=theme][value="dark"]', icon="theme"),
    Action(_("Theme of this device"), "you", press='[name=theme][value="system"]', icon="theme"),
    Action(_("Dense rows"), "you", press='[name=density][value="dense"]', icon="density"),
    Action(_("Roomy rows"), "you", press='[name=density][value="roomy"]', icon="density"),
    Action(_("Change password"), "you", place="account_change_password", icon="person"),
    Action(_("Sign out"), "you", press="[data-act=sign-out]", icon="signout"),
]


def offer(name: str, label: Any, **more: Any) -> Callable[[V], V]:
    """Class decorator of a page: put it into the palette, under the permission the page itself asks for."""

    def register(view: V) -> V:
        allowed: Any = view
        REGISTRY.append(Action(label, place=f"portal:{name}", resource=allowed.resource, action=allowed.action, **more))
        return view

    return register


def actions(request: HttpRequest) -> list[Action]:
    """All that this person may do here: places of the rail first."""
    actor = request.actor  # type: ignore[attr-defined]
    places = [
        Action(one.label, "go", place=f"portal:{one.name}", keys=f"g {one.key}", icon=one.name)
        for one in nav.entries(request)
    ]
    return places + [one for one in REGISTRY if policy.allows(actor, one.resource, one.action)]


def shortcuts(request: HttpRequest) -> list[dict[str, Any]]:
    """The help overlay: groups of what has a key."""
    found = [one for one in actions(request) if one.keys]
    return [
        {"label": label, "actions": mine}
        for name, label in GROUPS.items()
        if (mine := [one for one in found if one.group == name])
    ]


def grouped(request: HttpRequest) -> list[dict[str, Any]]:
    """The palette before anything is typed."""
    found = [one for one in actions(request) if one.place or one.press]
    order = ("here", "go", "do", "you")
    return [
        {"label": str(GROUPS[name]), "items": mine}
        for name in order
        if (mine := [one.as_dict() for one in found if one.group == name])
    ]

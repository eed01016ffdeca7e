"""The rail: what there is, in which order, and who sees it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core import policy


@dataclass(frozen=True)
class Entry:
    """One line of the rail; `key` follows `g`."""

    name: str
    label: Any
    key: str
    resource: str

    @property
    def url(self) -> str:
        """Its page in this workspace."""
        return reverse(f"portal:{self.name}")


ENTRIES = (
    Entry("home", _("Home"), "h", "home"),
    Entry("brands", _("Brands"), "b", "brands"),
    Entry("skus", _("SKUs"), "s", "skus"),
    Entry("importers", _("Importers"), "i", "importers"),
    Entry("lists", _("Lists"), "l", "lists"),
    Entry("imports", _("Imports"), "m", "imports"),
    Entry("review", _("Review"), "r", "proposals"),
    Entry("exports", _("Exports"), "e", "exports"),
    Entry("activity", _("Activity"), "a", "change_sets"),
    Entry("jobs", _("Jobs"), "j", "jobs"),
)


def entries(request: HttpRequest) -> list[Entry]:
    """The lines this person may open."""
    actor = request.actor  # type: ignore[attr-defined]
    return [entry for entry in ENTRIES if policy.allows(actor, entry.resource, "read")]


WITHIN = {
    "subscriptions": "imports",
    "quarantine": "imports",
    "conflicts": "imports",
    "permits": "importers",
    "merges": "review",
    "decisions": "review",
    "scans": "review",
}  # pages with no line of their own


def here(request: HttpRequest) -> str:
    """Which line the page belongs to: names of pages begin with it."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    first = name.split("-", 1)[0]
    return WITHIN.get(first) or next((entry.name for entry in ENTRIES if first in {entry.name, entry.name[:-1]}), "")

"""What the command palette shows: actions when it opens, records as one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.brands.selectors.search import search
from apps.core import policy
from apps.core.selectors import views
from apps.portal import actions, words
from apps.portal.views.base import PageView
from apps.portal.views.search import address

SHOWN = 5
GROUPS = ("brands", "skus", "importers", "notes")
ICONS = {"notes": "edit"}


class Palette(PageView):
    """Everything one may do here, in groups."""

    resource = "home"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Asked once per page, when the palette is first opened."""
        return private(JsonResponse({"groups": [*actions.grouped(request), *self.saved()]}))

    def saved(self) -> list[dict[str, Any]]:
        """The saved views this person may open, by list and name."""
        if not policy.allows(self.actor, "views", "read"):
            return []
        items = [
            {
                "label": row["name"],
                "detail": words.listed(row["list"]),
                "icon": "pin",
                "url": reverse("portal:views-detail", args=[row["id"]]),
            }
            for row in views.views(self.actor)
        ]
        return [{"label": _("Saved views"), "items": items}] if items else []


class PaletteRecords(PageView):
    """Records by name or number, the best of each kind."""

    resource = "home"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing asked, nothing found."""
        text = request.GET.get("q", "").strip()
        found = search(text, limit=SHOWN) if text else None
        kinds = [name for name in GROUPS if policy.allows(self.actor, name, "read")]
        groups = [{"label": words.listed(name), "items": hits(name, found)} for name in kinds]
        return private(JsonResponse({"groups": [group for group in groups if group["items"]]}))


def hits(name: str, found: Any) -> list[dict[str, Any]]:
    """The hits of one kind as lines of the palette."""
    return [
        {
            "label": hit.title,
            "detail": hit.detail,
            "icon": ICONS.get(name, name),
            "url": address(name, hit),
        }
        for hit in getattr(found, name, [])
    ]


def private(response: HttpResponse) -> HttpResponse:
    """Never kept by caches: it is one person's."""
    response["Cache-Control"] = "private, no-store"
    return response

"""One box over brands, SKUs and importers."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from apps.brands.selectors.search import search
from apps.core import policy
from apps.portal.views.base import PageView

SHOWN = 8
GROUPS = ("brands", "skus", "importers")


class Search(PageView):
    """The best of each kind; each group leads to its list."""

    resource = "home"
    template_name = "portal/search/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing asked, nothing found."""
        text = request.GET.get("q", "").strip()
        found = search(text, limit=SHOWN) if text else None
        groups = [self.group(name, found) for name in GROUPS if policy.allows(self.actor, name, "read")]
        return self.page({"q": text, "groups": groups, "is_empty": not any(group["hits"] for group in groups)})

    def group(self, name: str, found: Any) -> dict[str, Any]:
        """The hits of one kind."""
        return {"name": name, "page": f"portal:{name}-detail", "hits": getattr(found, name, [])}

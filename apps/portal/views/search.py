"""One box over brands, SKUs, importers and permits."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from apps.brands.selectors.search import MOST_COUNTED, Hit, search
from apps.core import policy
from apps.portal.views.base import PageView

SHOWN = 8
PAGES = {"permits": "importers"}  # a permit's page is that of its holder


class Search(PageView):
    """The best of each kind; each group leads to its list."""

    resource = "search"
    template_name = "portal/search/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing asked, nothing found."""
        text = request.GET.get("q", "").strip()
        found = search(text, limit=SHOWN).groups() if text else []
        groups = [self.group(*group) for group in found if policy.allows(self.actor, group[0], "read")]
        return self.page({"q": text, "groups": groups})

    def group(self, name: str, hits: list[Hit], count: int) -> dict[str, Any]:
        """The hits of one kind, how many there are, and where the others stand."""
        page = PAGES.get(name, name)
        more = {"count": count, "is_capped": count >= MOST_COUNTED}
        return {"name": name, "page": f"portal:{page}-detail", "list": name, "hits": hits, **more}

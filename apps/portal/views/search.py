"""One box over brands, SKUs and importers."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from apps.brands.selectors import lists
from apps.core import policy
from apps.portal.views.base import PageView

SHOWN = "8"
LISTS = (("brands", lists.BRANDS), ("skus", lists.SKUS), ("importers", lists.IMPORTERS))


class Search(PageView):
    """The best of each kind; each group leads to its list."""

    resource = "home"
    template_name = "portal/search/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing asked, nothing found."""
        text = request.GET.get("q", "").strip()
        groups = [self.group(name, listing, text) for name, listing in LISTS if text and self.sees(name)]
        return self.page({"q": text, "groups": groups, "is_empty": not any(g["rows"] for g in groups)})

    def sees(self, resource: str) -> bool:
        """Whether this person may read the kind."""
        return policy.allows(self.actor, resource, "read")

    def group(self, name: str, listing: Any, text: str) -> dict[str, Any]:
        """The first rows of one kind."""
        return {"name": name, "rows": listing.page({"q": [text], "limit": [SHOWN]}).rows}

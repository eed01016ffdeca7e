"""One box over brands, SKUs, importers, permits and notes."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from apps.brands.selectors.search import MOST_COUNTED, Hit, search
from apps.core import policy
from apps.core.selectors.searches import recent_searches
from apps.core.services.searches import forget_searches, remember_search
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
        person = self.actor.user_id or 0  # nobody is 0: pages are for people
        if not text:
            return self.page({"q": "", "recent": recent_searches(user_id=person)})
        found = search(text, limit=SHOWN).groups()
        groups = [self.group(*group) for group in found if policy.allows(self.actor, group[0], "read")]
        remember_search(user_id=person, text=text)
        return self.page({"q": text, "groups": groups})

    def group(self, name: str, hits: list[Hit], count: int) -> dict[str, Any]:
        """The hits of one kind, how many there are, and where the others stand."""
        page = PAGES.get(name, name)
        more = {"count": count, "is_capped": count >= MOST_COUNTED}
        shown = [(hit, address(page, hit)) for hit in hits]
        return {"name": name, "list": "" if name == "notes" else name, "hits": shown, **more}


def address(page: str, hit: Hit) -> str:
    """The page of a hit; a note stands on that of its record."""
    page, pk = hit.on or (page, hit.id)
    return reverse(f"portal:{page}-detail", args=[pk])


class ForgetSearches(PageView):
    """Keep no recent searches."""

    resource, action = "search", "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to an empty box."""
        forget_searches(user_id=self.actor.user_id or 0)
        return HttpResponseRedirect(reverse("portal:search"))

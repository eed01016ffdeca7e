"""What a socket would have told, for pages that cannot have one."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from apps.core.selectors import events
from apps.portal import news
from apps.portal.views.base import PageView
from apps.portal.views.palette import private


class Since(PageView):
    """News after a cursor; two small queries."""

    resource = "live"

    def get(self, request: HttpRequest, cursor: int) -> HttpResponse:
        """As the socket says it."""
        found = events.since(min(cursor, 2**63 - 1))
        heard = news.for_person(self.actor, found.events)
        return private(JsonResponse({"cursor": found.cursor, "whole": found.is_whole, "events": heard}))

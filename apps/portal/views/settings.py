"""What a person says of a list: pasted values, and which columns to show always."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.services import pastes, preferences
from apps.portal.places import LIST_PAGES
from apps.portal.refusals import told
from apps.portal.tables.address import VIEWER_KEYS, Query, address
from apps.portal.views.base import PageView, found, params, whole


class _OfList(PageView):
    """Base of what is sent from a list's page; `noun` is the list's name."""

    resource = "home"

    def at(self, noun: str, query: str) -> HttpResponse:
        """The list's page under this query."""
        return HttpResponseRedirect(reverse(f"portal:{found(LIST_PAGES.get(noun))}") + query)


class Paste(_OfList):
    """Many values at once: kept on the server, named in the address by a key."""

    resource, action = "pastes", "create"

    def post(self, request: HttpRequest, noun: str) -> HttpResponse:
        """Keep them, and show the list narrowed by them."""
        found(LIST_PAGES.get(noun))
        query = QueryDict(request.POST.get("query", "").removeprefix("?"))
        asked, column = params(query), request.POST.get("column", "")
        try:
            kept = pastes.keep(pastes.split(request.POST.get("values", "")))
        except (pastes.TooMany, pastes.LongValue, pastes.NothingPasted) as error:
            self.say(told(error), messages.ERROR)
            return self.at(noun, address(asked))
        return self.at(noun, address(asked, **{f"{column}__paste": [kept.key]}))


class Preference(_OfList):
    """The columns, row height and page size a person wants for a list from now on."""

    def post(self, request: HttpRequest, noun: str) -> HttpResponse:
        """Keep or forget them."""
        found(LIST_PAGES.get(noun))
        user, asked = self.actor.user_id or 0, params(request.POST)
        if "forget" in asked:
            preferences.forget(user_id=user, resource=noun)
            self.say(_("The usual columns are back."))
        elif "keep" in asked:
            preferences.keep(
                user_id=user,
                resource=noun,
                columns=[word for text in asked.get("columns", []) for word in text.split(",")],
                density=asked.get("density", [""])[-1],
                size=whole(asked.get("limit", [""])[-1]),
            )
            self.say(_("From now on this list opens so."))
        return self.at(noun, address({key: values for key, values in asked.items() if key not in self.dropped(asked)}))

    def dropped(self, asked: Query) -> set[str]:
        """What does not belong into the list's address: once looks are kept, they need not stand in it."""
        own = {"forget", "keep", "csrfmiddlewaretoken"}
        return own | VIEWER_KEYS if "keep" in asked or "forget" in asked else own

"""Facets of a list, asked for after its page so that the rows come first."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse

from apps.core import policy
from apps.core.facets import Counted
from apps.portal import words
from apps.portal.places import LIST_PAGES
from apps.portal.tables.address import VIEWER_KEYS, Query, address
from apps.portal.tables.looks import look
from apps.portal.views.base import PageView, found, params
from apps.portal.views.lists import REFUSALS, ListPage


class Facets(PageView):
    """Each facet's commonest values with counts; each leads to the list narrowed by it, or no longer."""

    resource = "home"
    template_name = "portal/facets.html"

    def get(self, request: HttpRequest, noun: str) -> HttpResponse:
        """For HTMX the row of facets alone."""
        at = reverse(f"portal:{found(LIST_PAGES.get(noun))}")
        page = self.page_of(at)
        if not policy.allows(self.actor, page.resource, "read"):
            raise PermissionDenied
        asked = page.asked(
            {key: values for key, values in params(request.GET).items() if key not in {"cursor", "open"}}
        )
        try:
            counted = page.listing.told_apart(_filters(page, asked))
        except REFUSALS:
            counted = []
        facets = [_facet(one, asked, at) for one in counted if one.values]
        template = "components/facets.html" if "HX-Request" in request.headers else ""
        return self.page({"facets": facets, "noun": noun}, template=template)

    def page_of(self, at: str) -> ListPage:
        """The list's page, to ask it what the address means."""
        prefix = reverse("portal:home")
        view: Any = resolve(f"/{at.removeprefix(prefix)}").func
        made: ListPage = view.view_class()
        made.setup(self.request)
        return made


def _filters(page: ListPage, asked: Query) -> Query:
    return {key: v for key, v in page.query(asked, look((), asked, None)).items() if key not in VIEWER_KEYS}


def _facet(one: Counted, asked: Query, at: str) -> dict[str, Any]:
    values = [_value(one, value, number, asked, at) for value, number in one.values]
    return {"name": words.filter_name(one.facet.key), "values": values, "exact": one.exact}


def _value(one: Counted, value: Any, number: int, asked: Query, at: str) -> dict[str, Any]:
    """A second value of one column is added; a value chosen before is taken away."""
    query = one.facet.query(value)
    chosen = all(set(values) <= set(asked.get(key, ())) for key, values in query.items())
    if chosen:
        changes = {key: [v for v in asked[key] if v not in values] for key, values in query.items()}
    elif one.facet.kind in {"plain", "several"}:
        changes = {key: [*asked.get(key, ()), *values] for key, values in query.items()}
    else:
        changes = query
    text = str(value) if one.facet.kind == "year" else words.value(one.facet.key, next(iter(query.values()))[0])
    return {"text": text, "number": number, "chosen": chosen, "url": at + address(asked, **changes)}

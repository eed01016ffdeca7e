"""One box over everything: the palette and programs ask here."""

from typing import Any

from django.http import HttpResponse
from django.urls import get_script_prefix
from rest_framework.request import Request

from apps.brands.selectors.search import GROUPS, MOST_COUNTED, Hit, search
from apps.core import policy
from apps.core.listing import last
from apps.core.rest.docs import BOOLEAN, INTEGER, STRING, array, component, count, obj, query
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, WorkspaceView, describe

SHOWN, MOST = 5, 25
PAGES = {"permits": "importers"}  # a permit's page is that of its holder
FOUND = component(
    "Found",
    obj(
        "q", "groups", q=STRING,
        groups=array(
            obj(
                "kind", "count", "count_is_exact", "rows",
                kind={"type": "string", "enum": [*GROUPS]}, count=INTEGER, count_is_exact=BOOLEAN,
                rows=array(obj("id", "title", "subtitle", "match", "url", id=INTEGER, title=STRING, subtitle=STRING,
                               match={"type": "string", "enum": ["number", "exact", "words", "close"]}, url=STRING)),
            )
        ),
    ),
)  # fmt: skip
PARAMS = (
    query("q", text="A name in any spelling, a TTB ID, a permit number, or a brand's id."),
    query("limit", {**count(999_999_999, least=1), "default": SHOWN}, f"Rows of each kind; above {MOST} is {MOST}."),
)


class SearchAll(WorkspaceView):
    """Brands, SKUs, importers and permits by number or name, and notes by their words; typing errors in names are
    forgiven. Numbers come first."""

    resource = "search"

    @describe("Search everywhere", answer=FOUND, params=PARAMS, errors=("invalid_value",))
    def get(self, request: Request) -> HttpResponse:
        """The best of each kind one may read."""
        params = self.params()
        text = last(params, "q").strip()
        size = _limit(last(params, "limit"))
        found = search(text, limit=size).groups() if text else []
        actor = request._request.actor  # type: ignore[attr-defined]
        groups = [_group(*group) for group in found if policy.allows(actor, group[0], "read")]
        return answer({"q": text, "groups": groups})


def _group(kind: str, hits: list[Hit], count: int) -> dict[str, Any]:
    rows = [
        {"id": hit.id, "title": hit.title, "subtitle": hit.detail, "match": hit.match, "url": _url(kind, hit)}
        for hit in hits
    ]
    return {"kind": kind, "count": count, "count_is_exact": count < MOST_COUNTED, "rows": rows}


def _url(kind: str, hit: Hit) -> str:
    """Its page; a note stands on that of its record."""
    page, pk = hit.on or (PAGES.get(kind, kind), hit.id)
    return f"{get_script_prefix()}{page}/{pk}/"


def _limit(given: str) -> int:
    if not given:
        return SHOWN
    if not (given.isascii() and given.isdigit() and len(given) < 10 and int(given)):  # noqa: PLR2004
        raise BadBody([("limit", "Enter a whole number from 1 up.")])
    return min(int(given), MOST)

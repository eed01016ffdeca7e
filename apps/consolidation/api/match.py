"""Scans, and the question whether a name is new."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.consolidation.api import bodies
from apps.consolidation.models import Scan
from apps.consolidation.selectors.known import known_like
from apps.consolidation.selectors.lists import SCANS
from apps.consolidation.services.scanning import start_scan
from apps.core.rest.docs import (
    BOOLEAN,
    ROW,
    array,
    component,
    line,
    maybe,
    obj,
    page_of,
    row_schema,
    words,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import ListView, Posting, describe

SCAN = component("Scan", row_schema(SCANS))
ASKED = ("name", "permit", "origin", "class_type", "website")
ANSWER = component("MatchAnswer", obj("is_new", "results", is_new=BOOLEAN, results=array(ROW)))


class ScanList(ListView, Posting):
    """Scans, newest first."""

    resource = "proposals"
    actions = {"POST": "scan"}
    listing = SCANS

    @describe("List scans", answer=page_of(SCAN))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Start a scan", body=obj(is_full=BOOLEAN), body_needed=False, answer=SCAN, status=202)
    def create(self, request: Request) -> HttpResponse:
        """In the background; its job tells how far it is."""
        body = self.body(known=("is_full",)) or {"is_full": True}
        row = start_scan(is_full=bodies.flag(body, "is_full"))
        return answer(SCANS.one(Scan.objects.filter(pk=row.pk)), 202)


class MatchName(Posting):
    """Is this name new? Brands it may be, likeliest first."""

    resource = "proposals"
    actions = {"POST": "read"}

    @describe(
        "Ask whether a name is new",
        body=obj("name", name=words(5000), **dict.fromkeys(ASKED[1:], maybe(line(5000))),
                 example={"name": "10 BARREL BREWING CO."}),
        answer=ANSWER,
    )  # fmt: skip
    def create(self, request: Request) -> HttpResponse:
        """The verdict is the one a scan would give. `is_new`: nothing known is held for the same brand."""
        body = self.body(known=ASKED, needed=("name",))
        rows = known_like(name=bodies.name(body), **{key: bodies.text(body, key, most=5000) for key in ASKED[1:]})
        return answer({"is_new": not any(row["probability"] >= 0.5 for row in rows), "results": rows})  # noqa: PLR2004

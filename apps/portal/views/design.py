"""The page that shows all that pages are made of: each component by its own template, in its states."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.counting import Count
from apps.core.listing import Answer
from apps.portal.assets import icon_names
from apps.portal.design import charts, lists, records, work
from apps.portal.design.sample import NOBODY, Group
from apps.portal.tables.looks import look
from apps.portal.views.base import PageView
from apps.portal.views.catalogue import Brands

NAMES = (("Château Margaux", 1204), ("Bodega Tres Caminos", 33), ("Les Vignes <i>du</i> Sud 🍷", 1))
ASKED = {"category": ["Wine"], "sort": ["-sku_count"]}


class SampleBrands(Brands):
    """The list of brands, which asks no database."""

    def table(self) -> dict[str, Any]:
        """What its templates need."""
        rows = [self.row(place, *one) for place, one in enumerate(NAMES)]
        answer = Answer(rows, "after", "before", Count(1204))
        seen = look(self.columns, {"columns": ["display_name,sku_count,categories,last_completed,tags,gone"]}, None)
        return {**self.context(ASKED, answer, seen), "problem": None, "oob": False}

    def row(self, place: int, name: str, skus: int) -> dict[str, Any]:
        """All a column may ask for."""
        every = dict.fromkeys(name for column in self.columns for name in column.fields)
        told = {
            "id": NOBODY + place, "display_name": name, "sku_count": skus, "categories": ["Wine"], "tags": [_("Priority")],
            "last_completed": date(2024, 1, 2 + place),
        }  # fmt: skip
        return {**every, **told}


class Design(PageView):
    """Every colour, measure and part, in one place."""

    resource = "home"
    template_name = "portal/design.html"
    TOKENS = (
        "canvas", "surface", "sunken", "hover", "line", "line-strong", "ink", "ink-2", "ink-3", "accent",
        "accent-strong", "accent-text", "accent-soft", "good", "good-soft", "warn", "warn-soft", "bad", "bad-soft",
        "info", "info-soft", "marked",
    )  # fmt: skip
    TONES = ("", "good", "warn", "bad", "info")
    STATES = (
        ("", gettext_lazy("At rest")),
        ("is-hovered", gettext_lazy("Under the pointer")),
        ("is-focused", gettext_lazy("In focus")),
    )

    def get(self, request: HttpRequest) -> HttpResponse:
        """Drawn by the same templates as the pages."""
        page = SampleBrands()
        page.setup(request)
        table = page.table()
        groups = [
            Group(_("Lists"), lists.samples(table)),
            Group(_("Records"), records.samples()),
            Group(_("Charts"), charts.samples()),
            Group(_("Work and words"), work.samples()),
        ]
        known = {"tokens": self.TOKENS, "tones": self.TONES, "states": self.STATES, "icons": icon_names()}
        return self.page({**known, "groups": groups})

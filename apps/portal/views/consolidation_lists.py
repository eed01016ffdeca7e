"""What people said of pairs of brands, and the searches that were made: the lists behind the figures."""

from typing import Any

from django.utils.translation import gettext_lazy

from apps.brands.selectors.records import brand_names
from apps.consolidation.choices import ScanState, Verdict
from apps.consolidation.selectors.lists import DECISIONS, SCANS
from apps.core.listing import Answer
from apps.portal.actions import offer
from apps.portal.tables import review as table
from apps.portal.tables.looks import Look
from apps.portal.views.lists import ListPage, Query


@offer("decisions", gettext_lazy("Decisions"), group="go", icon="review")
class Decisions(ListPage):
    """What was said of pairs of brands, newest first."""

    resource = "proposals"
    listing = DECISIONS
    template_name = "portal/decisions/list.html"
    order = "-id"
    form_keys = ("verdict", "automatic")
    columns = table.DECISIONS

    def answer(self, asked: Query, seen: Look) -> tuple[Answer, Exception | None]:
        """The rows with the names of their brands, asked for together."""
        answer, problem = super().answer(asked, seen)
        names = brand_names([pk for row in answer.rows for pk in (row["a_id"], row["b_id"])])
        for row in answer.rows:
            row["names"] = [names.get(row["a_id"], row["a_id"]), names.get(row["b_id"], row["b_id"])]
        return answer, problem

    def fields(self, columns: Any) -> list[str]:
        """Names are asked by the ids of the brands."""
        return list(dict.fromkeys([*super().fields(columns), "a_id", "b_id", "proposal"]))

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"verdicts": Verdict.choices}


@offer("scans", gettext_lazy("Searches for duplicates"), group="go", icon="scan")
class Scans(ListPage):
    """Searches for duplicates, newest first."""

    resource = "proposals"
    listing = SCANS
    template_name = "portal/scans/list.html"
    order = "-id"
    form_keys = ("state",)
    columns = table.SCANS

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"states": ScanState.choices}

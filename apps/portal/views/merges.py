"""Merges: what went into what, what moved, and the way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from apps.brands.selectors.records import brand_names
from apps.consolidation.choices import Relation
from apps.consolidation.selectors.lists import MERGES
from apps.consolidation.selectors.merges import merge, undone_among
from apps.consolidation.services import policies
from apps.core.listing import Answer
from apps.portal.tables import review as table
from apps.portal.tables.looks import Look
from apps.portal.views.base import PageView, found
from apps.portal.views.lists import ListPage, Query


class Merges(ListPage):
    """All merges, newest first."""

    resource = "merges"
    listing = MERGES
    template_name = "portal/merges/list.html"
    order = "-id"
    form_keys = ("relation", "automatic", "undone")
    columns = table.MERGES

    def answer(self, asked: Query, seen: Look) -> tuple[Answer, Exception | None]:
        """The rows, each with whether it was undone, asked for together."""
        answer, problem = super().answer(asked, seen)
        gone = undone_among([row["change_set"] for row in answer.rows])
        for row in answer.rows:
            row["undone"] = row["change_set"] in gone
        return answer, problem

    def fields(self, columns: Any) -> list[str]:
        """Whether it was undone is asked by its act."""
        return list(dict.fromkeys([*super().fields(columns), "change_set"]))

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form."""
        return {"relations": [(one.value, one.label) for one in (Relation.SAME_BRAND, Relation.SKU_OF_BRAND)]}


class MergePage(PageView):
    """One merge: what moved, whose values stayed, and the undo."""

    resource = "merges"
    template_name = "portal/merges/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page."""
        row = found(merge(pk))
        names = {**row["names"], **{str(pk): name for pk, name in brand_names(list(row["absorbed_ids"])).items()}}
        absorbed = [(pk, row["names"].get(str(pk)) or names.get(str(pk), pk)) for pk in row["absorbed_ids"]]
        fields = [
            {"field": name, "name": row["names"].get(str(one["brand_id"]), ""), **one}
            for name, one in row["fields"].items()
        ]
        context = {"absorbed": absorbed, "survivor_name": row["names"].get(str(row["survivor_id"]), ""), "kept": fields}
        return self.page({"merge": row, "relation": Relation(row["relation"]).label, **context})


class Audit(PageView):
    """A person's word on an automatic merge."""

    resource, action = "merges", "create"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Too many wrong ones stop automatic merging."""
        row = found(merge(pk))
        found(row if row["is_automatic"] else None)
        policies.audit(pk, right=request.POST.get("right") == "1")
        return self.go("merges-detail", pk)

"""Merges: what went into what, what moved, and the way back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.brands.selectors.records import brand_names
from apps.consolidation.choices import Relation
from apps.consolidation.selectors.lists import MERGES
from apps.consolidation.selectors.merges import may_undo, merge, undone_among
from apps.consolidation.services import policies, unmerging_many
from apps.consolidation.services.unmerging_many import Batch
from apps.core import policy
from apps.core.listing import Answer, last
from apps.core.services import undo as undoing
from apps.portal.actions import offer
from apps.portal.tables import review as table
from apps.portal.tables.looks import Look
from apps.portal.views.base import PageView, found, whole
from apps.portal.views.lists import ListPage, Query


@offer("merges", gettext_lazy("Merges"), group="go", icon="review")
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

    def context(self, asked: Query, answer: Answer, seen: Look) -> dict[str, Any]:
        """Leads tick merges, to take back many at once."""
        may = policy.allows(self.actor, "merges", "undo")
        own: dict[str, Any] = {"bulk_acts": ["undo"] if may else [], "bulk_bar": "portal/merges/bar.html"}
        if may and (scan := whole(last(asked, "scan"))):
            own["batch"] = scan
        return {**super().context(asked, answer, seen), **own}


class UndoMany(PageView):
    """Many merges at once: first what it would meet, then it is done in the background."""

    resource, action = "merges", "undo"
    template_name = "portal/merges/group.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`ids`; `sure` does it."""
        ids = [*filter(None, map(whole, request.POST.getlist("ids")))][: unmerging_many.SHOWN_MOST]
        listed = unmerging_many.look(ids)
        if not listed:
            self.say(_("Tick some merges that stand."), messages.WARNING)
            return self.go("merges")
        if "sure" in request.POST:
            return self.go("jobs-detail", unmerging_many.start([one["merge"].pk for one in listed]).pk)
        for one in listed:
            names = one["merge"].names
            one["names"] = [names.get(str(pk), str(pk)) for pk in one["merge"].absorbed_ids]
            one["survivor"] = names.get(str(one["merge"].survivor_id), "")
        return self.page({"listed": listed, "conflicts": sum(one["conflicts"] for one in listed)})


class UndoBatch(PageView):
    """All automatic merges of a scan, or since a policy holds, or all of a job that settled many proposals: first what it would
    do, then it is done in the background. `what` is scan, policy or job."""

    resource, action = "merges", "undo"
    template_name = "portal/merges/batch.html"

    def get(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """What it would do."""
        return self.page({**self.looked(pk, what), "what": what, "pk": pk})

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Do it."""
        if not self.looked(pk, what)["merges"]:
            self.say(_("None of these merges stands any more."), messages.INFO)
            return self.go("merges")
        return self.go("jobs-detail", unmerging_many.start_batch(Batch(**{what: pk})).pk)

    def looked(self, pk: int, what: str) -> dict[str, Any]:
        """The preview; 404 where there is no such scan or policy."""
        try:
            return unmerging_many.look_batch(Batch(**{what: pk}))
        except unmerging_many.NoSuchBatch as error:
            raise Http404 from error


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
        context["can_undo"] = not row["undone_by"] and may_undo(self.actor, row["actor_id"])
        return self.page({"merge": row, "relation": Relation(row["relation"]).label, **context})


class UndoMerge(PageView):
    """Take a merge back; what was changed since stays. Leads see first what it would meet, by the act's own page."""

    resource, action = "merges", "undo_own"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One's own, or with the right to undo any."""
        row = found(merge(pk))
        if not may_undo(self.actor, row["actor_id"]):
            raise PermissionDenied
        try:
            undoing.undo(row["change_set"], choice="keep_later")
        except undoing.AlreadyUndone as error:
            self.say(str(error), messages.WARNING)
        else:
            policies.pause_if_broken()
            self.say(_("Taken back. What was changed since has stayed."))
        return self.go("merges-detail", pk)


class Audit(PageView):
    """A person's word on an automatic merge."""

    resource, action = "merges", "create"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Too many wrong ones stop automatic merging."""
        row = found(merge(pk))
        found(row if row["is_automatic"] else None)
        policies.audit(pk, right=request.POST.get("right") == "1")
        return self.go("merges-detail", pk)

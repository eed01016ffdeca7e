"""Rows that wait, of one import or of all: a list as any other, a page for each row, and acts on many."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.brands.choices import HeldState, Outcome
from apps.brands.selectors import lists, runs
from apps.brands.services import held
from apps.core import policy
from apps.core.listing import Answer
from apps.portal import words
from apps.portal.actions import offer
from apps.portal.tables.held import QUARANTINE
from apps.portal.tables.looks import Look
from apps.portal.views.base import PageView, found, params, whole
from apps.portal.views.held import shaped
from apps.portal.views.lists import REFUSALS, ListPage, Query, to

MOST = 5_000  # rows admitted or dismissed by one press


@offer("quarantine", gettext_lazy("Quarantine"), group="go", icon="imports")
class Quarantine(ListPage):
    """Rows in the order of their file; those that still wait, unless another state is asked for."""

    resource = "quarantine"
    listing = lists.HELD_ROWS
    opens = "quarantine"
    template_name = "portal/held/list.html"
    order = "row"
    form_keys = ("reason", "state")
    counted = "exact"
    columns = QUARANTINE

    def query(self, asked: Query, seen: Look) -> Query:
        """Rows that contradict an edit have a page of their own."""
        return {**WAITING, **super().query(asked, seen)}

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """The import asked about, and what can be done to ticked rows."""
        pk = whole(asked.get("run", [""])[-1])
        can_correct = policy.allows(self.actor, "quarantine", "update")
        return {
            "run": runs.run(pk) if pk else None,
            "states": [(word, words.state(word)) for word in HeldState.values],
            "bulk_acts": ["held"] if can_correct else [],
            "bulk_bar": "portal/held/bar.html",
        }


WAITING: Query = {"state": [HeldState.OPEN], "outcome": [Outcome.QUARANTINED]}


class OfImport(PageView):
    """The rows of one import."""

    resource = "quarantine"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list, narrowed to it."""
        found(runs.run(pk))
        return HttpResponseRedirect(to("quarantine", run=pk, **params(request.GET)))


class HeldRowPage(PageView):
    """One row as it came, with every reason, and a form to correct it."""

    resource = "quarantine"
    template_name = "portal/held/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A row that was settled meanwhile can still be read."""
        rows = lists.HELD_ROWS.page({"id": [str(pk)]}).rows
        row = found(next(iter(rows), None))
        return self.page({"row": shaped(row), "run": runs.run(row["import"]), "waits": row["state"] == HeldState.OPEN})


def held_ids(sent: QueryDict, waiting: Query, most: int) -> list[tuple[int, int]]:
    """Import and id of each row that a form means: the `ids` ticked, or with `all` those that its `query` finds."""
    query = params(QueryDict(sent.get("query", ""))) if "all" in sent else {}
    narrowed = {key: values for key, values in query.items() if key in lists.HELD_ROWS.filters.base_filters}
    if "all" not in sent:
        ids = [str(pk) for pk in map(whole, sent.getlist("ids")) if pk]
        narrowed = {"id": ids} if ids else {"id": ["0"]}
    try:
        rows = lists.HELD_ROWS.narrowed({**narrowed, **waiting})
    except REFUSALS:
        return []
    return list(rows.order_by("run_id", "row").values_list("run_id", "pk")[:most])


class ActOnHeld(PageView):
    """Admit rows again, or put them aside for good."""

    resource, action = "quarantine", "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`what` is readmit or dismiss; `ids` the rows ticked, or with `all` those that `query` finds."""
        rows = held_ids(request.POST, WAITING, MOST)
        if not rows:
            self.say(_("Tick some rows first."), messages.WARNING)
            return self.back("quarantine")
        apart = [(run, [pk for _run, pk in mine]) for run, mine in groupby(sorted(rows), key=lambda row: row[0])]
        if request.POST.get("what") == "dismiss":
            return self.dismiss(apart)
        return self.readmit(apart)

    def dismiss(self, apart: list[tuple[int, list[int]]]) -> HttpResponse:
        """They stay readable, and no longer wait."""
        number = sum(held.dismiss_held(found(runs.run(run)), row_ids=ids) for run, ids in apart)
        self.say(ngettext("%(n)d row dismissed.", "%(n)d rows dismissed.", number) % {"n": number})
        return self.back("quarantine")

    def readmit(self, apart: list[tuple[int, list[int]]]) -> HttpResponse:
        """As an import of corrections for each file; its report, or the list of imports when there are several."""
        try:
            made = [held.readmit(found(runs.run(run)), row_ids=ids) for run, ids in apart]
        except held.RowSettled as error:
            self.say(error, messages.WARNING)
            return self.back("quarantine")
        return self.go("imports-detail", made[0].pk) if len(made) == 1 else self.go("imports")

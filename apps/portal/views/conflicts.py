"""Rows of imports that would change what a person edited, or that say two things: a list, and acts on many."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.brands.choices import HeldState, Outcome
from apps.brands.selectors import lists, runs
from apps.brands.services import conflicts
from apps.core.listing import Answer
from apps.portal.actions import offer
from apps.portal.tables.held import CONFLICTS
from apps.portal.tables.looks import Look
from apps.portal.views.base import PageView, found, params
from apps.portal.views.lists import ListPage, Query, to
from apps.portal.views.quarantine import Quarantine, held_ids

MOST = 500  # conflicts settled by one press: each is its own record, held and written
WAITING: Query = {"state": [HeldState.OPEN], "outcome": [Outcome.CONFLICTING]}


@offer("conflicts", gettext_lazy("Conflicts"), group="go", icon="conflict")
class Conflicts(Quarantine):
    """Conflicts in the order of their file, ours beside theirs; those that still wait, unless another state is asked."""

    listing = lists.CONFLICTS
    template_name = "portal/held/conflicts.html"
    columns = CONFLICTS

    def query(self, asked: Query, seen: Look) -> Query:
        """Those that still wait, unless another state is asked for."""
        return {**ListPage.query(self, asked, seen), **({} if "state" in asked else {"state": WAITING["state"]})}

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """As of all rows that wait, with the acts and words of conflicts."""
        return {
            **super().choices(asked, answer),
            "bulk_bar": "portal/held/conflicts_bar.html",
            "empty_list": "portal/held/no_conflicts.html",
        }


class OfImport(PageView):
    """The conflicts of one import."""

    resource = "quarantine"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The list, narrowed to it."""
        found(runs.run(pk))
        return HttpResponseRedirect(to("conflicts", run=pk, **params(request.GET)))


class ActOnConflicts(PageView):
    """Keep ours or take theirs, for many conflicts with people's edits at once."""

    resource, action = "quarantine", "update"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`take` is mine or incoming; `ids` the rows ticked, or with `all` those that `query` finds."""
        ids = [pk for _run, pk in held_ids(request.POST, WAITING, MOST)]
        if not ids:
            self.say(_("Tick some rows first."), messages.WARNING)
            return self.back("conflicts")
        take = "incoming" if request.POST.get("take") == "incoming" else "mine"
        number = conflicts.settle(ids, take=take)
        said = ngettext("%(n)d conflict settled.", "%(n)d conflicts settled.", number) % {"n": number}
        if number < len(ids):
            said += " " + _("Rows that contradict another row of their file have to be looked at one by one.")
        self.say(said, messages.SUCCESS if number else messages.WARNING)
        return self.back("conflicts")

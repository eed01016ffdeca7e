"""The review queue: what waits, settled one by one or many at once; the search for duplicates."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consolidation.choices import ProposalState, Relation
from apps.consolidation.selectors import board, queues
from apps.consolidation.selectors.lists import PROPOSALS, SCANS
from apps.consolidation.selectors.merges import will_move
from apps.consolidation.services import scanning, settling_many
from apps.core import policy
from apps.core.listing import Answer
from apps.core.selectors import jobs as kernel
from apps.portal import review
from apps.portal.actions import offer
from apps.portal.tables import review as table
from apps.portal.tables.looks import Look
from apps.portal.views.base import PageView, found, whole
from apps.portal.views.lists import ListPage, Query

MOST = settling_many.MOST
GROUP = {
    "approve": gettext_lazy("Approve"),
    "reject": gettext_lazy("Not a duplicate"),
    "skip": gettext_lazy("Skip"),
}


@dataclass(frozen=True)
class BarAct:
    """A button over the queue; `alone`: it opens the row in focus, and needs script."""

    word: str
    label: Any
    key: str
    alone: bool = False


BAR = (
    BarAct("approve", GROUP["approve"], "a"),
    BarAct("reject", GROUP["reject"], "r"),
    BarAct("skip", GROUP["skip"], "n"),
    BarAct("split", gettext_lazy("Split"), "s", alone=True),
    BarAct("link", gettext_lazy("Link"), "l", alone=True),
)


class Review(ListPage):
    """Proposals that wait, those first where a decision is worth most and least certain."""

    resource = "proposals"
    listing = PROPOSALS
    opens = "review"
    template_name = "portal/review/list.html"
    order = "-priority"
    form_keys = ("relation", "route", "state", "queue", "for_role", "assigned_to", "overdue")
    columns = table.PROPOSALS

    def answer(self, asked: Query, seen: Look) -> tuple[Answer, Exception | None]:
        """The rows with the names of their brands, asked for together."""
        answer, problem = super().answer(asked, seen)
        known = board.members_of(answer.rows)
        names = {pk: name for pk, (name, _count) in known.items()}
        for row in answer.rows:
            row["names"] = review.ordered(row, names)
            row["why"] = review.because(review.weakest(row), row["names"])
            row["sku_count"] = sum(known[pk][1] for pk in row["member_ids"] if pk in known)
        return answer, problem

    def fields(self, columns: Any) -> list[str]:
        """Names, reasons and counts are made from these."""
        return list(dict.fromkeys([*super().fields(columns), "member_ids", "pairs"]))

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """Choices of the filter form, the last search, and what can be done to ticked rows."""
        last = next(iter(SCANS.page({"limit": ["1"]}).rows), None)
        return {
            "relations": [one for one in Relation.choices if one[0] != Relation.DIFFERENT],
            "states": ProposalState.choices,
            "queues": [(str(one.pk), one.name) for one in queues.routes()],
            "my_role": self.actor.role or "",
            "me": str(self.actor.user_id or ""),
            "scan": last,
            "job": kernel.job(last["job"]) if last and last["job"] else None,
        }

    def context(self, asked: Query, answer: Answer, seen: Look) -> dict[str, Any]:
        """The queue's own bar over the rows."""
        may = self.may("approve")
        own = {"bulk_acts": ["review"] if may else [], "bulk_bar": "portal/review/bar.html", "bar_acts": BAR}
        return {**super().context(asked, answer, seen), **own}

    def may(self, action: str) -> bool:
        """Whether this person may."""
        return policy.allows(self.actor, "proposals", action)


@offer("review-scan", gettext_lazy("Search for duplicates"), icon="scan", sends=True)
class ScanNow(PageView):
    """Look for duplicates now."""

    resource, action = "proposals", "scan"

    def post(self, request: HttpRequest) -> HttpResponse:
        """One that waits already is enough."""
        scanning.start_scan(is_full=True)
        self.say(_("The search has begun. Proposals appear here when it ends."))
        return self.go("review")


class Settle(PageView):
    """Many proposals at once: first what it would do, then it is done in the background."""

    resource, action = "proposals", "approve"
    template_name = "portal/review/group.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """`what`, and `ids` or `like`, the proposal whose kin is meant; `sure` does it."""
        what = request.POST.get("what") or request.GET.get("what", "")
        if what not in GROUP:
            found(None)
        if "sure" in request.POST:
            return self.do(what)
        rows = self.rows()
        ticked = len(self.ticked())
        if not rows:
            said = _("None of those you ticked waits any more.") if ticked else _("Tick some proposals first.")
            self.say(said, messages.WARNING)
            return self.go("review")
        return self.look(what, rows, gone=max(ticked - len(rows), 0))

    def ticked(self) -> list[int]:
        """The numbers sent, each once, and no more than are settled together."""
        return list(dict.fromkeys(filter(None, map(whole, self.request.POST.getlist("ids")))))[:MOST]

    def rows(self) -> list[Any]:
        """The proposals meant that still wait."""
        if like := whole(self.request.POST.get("like")):
            return board.waiting_among(board.like(found(board.one(like)), MOST))
        return board.waiting_among(self.ticked())

    def look(self, what: str, rows: list[Any], *, gone: int) -> HttpResponse:
        """What it would do, and how many of those ticked are `gone` from the queue."""
        listed = [{"member_ids": one.member_ids, "pairs": one.pairs, "row": one} for one in rows]
        known = board.members_of(listed)
        names = {pk: name for pk, (name, _count) in known.items()}
        for one in listed:
            row: Any = one["row"]
            one["answer"] = review.answer(row.relation, review.ordered(one, names), row.relation_probability)
        members = {pk for one in rows for pk in one.member_ids}
        moves = will_move(sorted(members)) if what == "approve" else {}
        context = {"what": what, "label": GROUP[what], "listed": listed, "brands": len(members), "moves": moves}
        first = board.first_of_two(rows, self.actor.user_id) if what == "approve" else 0
        return self.page(context | {"gone": gone, "first": first})

    def do(self, what: str) -> HttpResponse:
        """In the background, one after the other; what was settled meanwhile is refused there, and said."""
        ids = self.ticked()
        if not ids:
            self.say(_("Tick some proposals first."), messages.WARNING)
            return self.go("review")
        reason = self.request.POST.get("reason", "")[:2000]
        return self.go("jobs-detail", settling_many.start(what, ids, reason=reason).pk)

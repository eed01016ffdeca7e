"""One proposal: the answer, the brands side by side, why, what a merge would do; and what a reviewer says of it."""

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consolidation.choices import MERGING, WAITING, ProposalState, Relation
from apps.consolidation.selectors import board
from apps.consolidation.selectors.decided import best_survivor, rules
from apps.consolidation.selectors.merges import may_undo, merge, will_move
from apps.consolidation.selectors.proposals import credits_saved
from apps.consolidation.selectors.queues import steps_of
from apps.consolidation.services import merging, reopening, reviewing, settling_many
from apps.consolidation.services.merging import Order
from apps.consolidation.services.reviewing import Approval, NoSuchReviewer, NotOpen, Superseded
from apps.core import policy
from apps.core.context import Actor
from apps.core.services import undo
from apps.portal import queues, review
from apps.portal.templatetags.portal import day
from apps.portal.views import survival
from apps.portal.views.base import PageView, found, whole

REFUSALS = (*settling_many.REFUSALS, NoSuchReviewer)
GONE = (Superseded, NotOpen)
HOLDS = ((30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("A year")))
LINKS = (Relation.BRAND_OF_PORTFOLIO, Relation.SAME_COMPANY)


class ProposalPage(PageView):
    """All a reviewer looks at, in one place."""

    resource = "proposals"
    template_name = "portal/review/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page, or the panel beside the queue."""
        shown = found(board.board(pk))
        row: Any = shown["proposal"]
        names = {one["id"]: one["display_name"] for one in shown["members"]}
        facts = {"member_ids": row.member_ids, "pairs": row.pairs}
        pair = review.weakest(facts)
        waits = row.state in WAITING
        context = {
            **shown,
            "waits": waits,
            "by_hand": False,
            "left_out": (),
            "answer": _says(row, review.ordered(facts, names), waits),
            "relation": Relation(row.relation).label,
            "chance": review.percent(row.relation_probability),
            "band": review.band(row.relation_probability),
            "pair": [names.get(pair["a"], ""), names.get(pair["b"], "")] if pair else [],
            "bars": review.bars(pair),
            "because": review.because(pair, review.ordered(facts, names)),
            "turning": review.turning(pair),
            "is_merge": row.relation in MERGING,
            "links": [(word.value, word.label) for word in (*LINKS, Relation.SKU_OF_BRAND) if word != row.relation],
            "claimed": bool(row.claimed_until and row.claimed_until > timezone.now()),
            "due": queues.age(row.due_at) if waits else ("", ""),
            "whose": row.assigned_to_name or queues.role_name(row.for_role) if waits else "",
            "steps": queues.steps(steps_of(pk)),
            "holds": HOLDS,
            "credits": credits_saved(row) if waits else 0,
            "holds_until": _held(row, shown["decisions"]),
            "similar": len(board.like(row)) if waits else 0,
            "reviewers": board.reviewers() if waits else [],
            "eyes": rules().four_eyes_from,
            "can_take_back": not waits and row.state in reopening.BACK and may_take_back(self.actor, row),
        }
        return self.page({**context, **_survival(row, shown["members"], waits)})


def _says(row: Any, names: list[str], waits: bool) -> str:
    """What the search found, or what the first of two people wants."""
    chance = row.relation_probability
    if waits and row.approvals and row.relation == Relation.SAME_BRAND:
        return review.asked(row.approvals[0]["name"], names, chance)
    return review.answer(row.relation, names, chance)


def _held(row: Any, decisions: list[dict[str, Any]]) -> str:
    """Until when a rejection holds, where it does not hold for good."""
    until = next((one["expires_at"] for one in decisions if one["expires_at"]), None)
    if row.state != ProposalState.REJECTED or until is None:
        return ""
    return _("It holds until %(day)s; a search after that may propose it again.") % {
        "day": day(timezone.localdate(until))
    }


def _survival(row: Any, members: list[dict[str, Any]], waits: bool) -> dict[str, Any]:
    """Who would survive a merge, and where its members differ: per field each value, and the one that would be kept."""
    ids = [one["id"] for one in members if one["archived_at"] is None]
    if not waits or row.relation not in MERGING or len(ids) < 2:  # noqa: PLR2004
        return {"survivor": row.survivor_id, "conflicts": [], "moves": {}}
    first = row.approvals[0] if row.approvals else {}
    asked = first.get("survivor_id") or row.survivor_id
    survivor = asked if asked in ids else best_survivor(ids)
    moves = will_move([pk for pk in row.member_ids if pk != survivor])
    try:
        others = [pk for pk in ids if pk != survivor]
        chosen = {name: pk for name, pk in first.get("choices", {}).items() if pk in ids}
        order = Order(survivor, others, row.relation, choices=chosen, policy=rules().survivorship)
        kept = merging.preview(order)
    except REFUSALS:
        return {"survivor": survivor, "conflicts": [], "moves": moves}
    return {"survivor": survivor, "conflicts": survival.differing(members, kept), "moves": moves}


def may_take_back(actor: Actor, row: Any) -> bool:
    """Whether this person may take back what was said of a proposal: a merge asks for the right to undo it."""
    if row.state != ProposalState.APPROVED or row.merge_id is None:
        return policy.allows(actor, "proposals", "approve")
    return may_undo(actor, found(merge(row.merge_id))["actor_id"])


class Act(PageView):
    """What a reviewer says of a proposal: `what` is approve, reject or reopen."""

    resource, action = "proposals", "approve"

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Do it; for HTMX only a word with an undo, and the queue moves on."""
        found(board.one(pk))
        try:
            text, again = getattr(self, what)(pk)
        except undo.UndoConflict as error:
            return self.refused(pk, error, leaves=False)
        except REFUSALS as error:
            return self.refused(pk, error, leaves=isinstance(error, GONE))
        return self.settled(pk, text, again)

    def approve(self, pk: int) -> tuple[str, bool]:
        """A merge, or a link; the members left out are said to be other brands."""
        post, row = self.request.POST, found(board.one(pk))
        kept = [*filter(None, map(whole, post.getlist("member")))]
        left = [one for one in row.member_ids[: board.SHOWN] if one not in kept] if kept else []
        choices = survival.chosen(post)
        relation = post.get("relation", "")
        given = Approval(
            whole(post.get("survivor")) or None,
            left,
            {name: brand for name, brand in choices.items() if brand not in left},
            relation if relation in Relation.values else "",
            post.get("reason", "")[:2000],
        )
        done = reviewing.approve(pk, given)
        if done.state != ProposalState.APPROVED:
            return _("Your approval counts. One more person has to approve it."), False
        return (_("Merged.") if done.merge_id else _("Linked. No brand was merged.")), True

    def reject(self, pk: int) -> tuple[str, bool]:
        """Said for good, or for some days: until then the same is not proposed again."""
        days = whole(self.request.POST.get("holds"))
        until = timezone.now() + timedelta(days=days) if days in dict(HOLDS) else None
        reviewing.reject(pk, reason=self.request.POST.get("reason", "")[:2000], expires_at=until)
        if until is None:
            return _("Kept apart. This pair is not proposed again."), True
        return _("Kept apart until %(day)s.") % {"day": day(timezone.localdate(until))}, True

    def reopen(self, pk: int) -> tuple[str, bool]:
        """Take back what was said; an undo of a merge asks for the right to undo."""
        row = found(board.one(pk))
        if not may_take_back(self.actor, row):
            raise PermissionDenied
        reopening.reopen(pk)
        return _("Taken back. The proposal waits again."), False

    def refused(self, pk: int, error: Exception, *, leaves: bool) -> HttpResponse:
        """Why not, and what to do; what is settled leaves the queue."""
        text = f"{error} {getattr(error, 'hint', '')}".strip()
        return self.told(pk, text, "warning", "", leaves=leaves)

    def settled(self, pk: int, text: str, again: bool) -> HttpResponse:
        """Said, with a way back where this person has one."""
        mine = again and may_take_back(self.actor, found(board.one(pk)))
        back = reverse("portal:review-reopen", args=[pk]) if mine else ""
        return self.told(pk, text, "success", back, leaves=again)

    def told(self, pk: int, text: str, tone: str, back: str, *, leaves: bool) -> HttpResponse:
        """For HTMX a toast and an event; without script the next page."""
        after = board.next_for(self.actor.user_id, pk) if leaves else pk
        url = reverse("portal:review-detail", args=[after]) if after else reverse("portal:review")
        if "HX-Request" not in self.request.headers:
            self.say(text, messages.WARNING if tone == "warning" else messages.SUCCESS, undo=back)
            return self.go("review-detail", after) if after else self.go("review")
        response = self.page({"text": text, "tone": tone, "back": back}, template="portal/review/said.html")
        response["HX-Trigger"] = json.dumps({"settled": {"id": pk, "leaves": leaves, "next": url}})
        return response


class Aside(Act):
    """What settles nothing: `what` is skip, assign or comment."""

    action = "update"

    def skip(self, pk: int) -> tuple[str, bool]:
        """Later."""
        reviewing.skip(pk)
        return _("Left for later."), True

    def assign(self, pk: int) -> tuple[str, bool]:
        """To somebody who reviews here, or to nobody."""
        given = self.request.POST.get("to", "")
        row = reviewing.assign(pk, user_id=whole(given) if given else None)
        if row.assigned_to_id == self.actor.user_id:
            return _("It is yours now."), False
        name = row.assigned_to_name
        return (_("It is for %(name)s now.") % {"name": name} if name else _("It is nobody’s now.")), False

    def comment(self, pk: int) -> tuple[str, bool]:
        """Plain text."""
        reviewing.comment(pk, text=self.request.POST.get("text", ""))
        return _("Your comment was added."), False


class Claim(PageView):
    """Take a proposal while one looks at it, so that nobody does the same work."""

    resource, action = "proposals", "update"
    template_name = "portal/review/claim.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says who is at it. Whoever has approved it takes it from nobody: it waits for another person."""
        row = found(board.one(pk))
        problem = ""
        if any(one["user_id"] == self.actor.user_id for one in row.approvals):
            return self.page({"mine": True})
        try:
            row = reopening.claim_next(pk)
        except REFUSALS as error:
            problem = str(error)
        return self.page({"proposal": row, "problem": problem})

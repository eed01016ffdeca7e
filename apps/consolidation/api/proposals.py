"""Proposals: the queue, and what a reviewer does with one."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.consolidation.api import bodies
from apps.consolidation.choices import Relation
from apps.consolidation.models import Proposal
from apps.consolidation.selectors.lists import PROPOSALS
from apps.consolidation.selectors.proposals import proposal
from apps.consolidation.services import reviewing
from apps.consolidation.services.reviewing import Approval
from apps.consolidation.words import FIELDS
from apps.core.rest.docs import (
    ID,
    MOMENT,
    NUMBER,
    ROW,
    STRING,
    array,
    component,
    ids,
    maybe,
    obj,
    page_of,
    row_schema,
    widened,
    words,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, describe

LISTED = widened(row_schema(PROPOSALS), pairs=array(ROW), approvals=array(ROW))
PROPOSAL = component(
    "Proposal",
    widened(
        LISTED,
        members=array(ROW),
        sentence=STRING,
        moves=ROW,
        credits_saved=NUMBER,
        comments=array(ROW),
        steps=array(ROW),
    ),
)
APPROVAL = obj(
    survivor_id=maybe(ID), left_out=ids(), relation={"type": "string", "enum": ["", *Relation.values]}, reason=bodies.TEXT,
    choices={"type": "object", "properties": dict.fromkeys(FIELDS, ID), "additionalProperties": False},
)  # fmt: skip
REFUSALS = ("proposal_settled", "proposal_superseded", "proposal_claimed", "bad_merge", "already_merged")


class ProposalList(ListView):
    """What waits for a person, by value and uncertainty."""

    resource = "proposals"
    listing = PROPOSALS

    @describe("List proposals", answer=page_of(component("ProposalRow", LISTED)))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)


class ProposalDetail(RecordView):
    """One proposal: its brands side by side, the reasons, and what a merge would move."""

    resource = "proposals"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return proposal(key)

    @describe("Show a proposal", answer=PROPOSAL)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The proposal."""
        return super().get(request, key)


class _Act(Posting):
    resource = "proposals"
    actions = {"POST": "update"}

    def shown(self, done: Proposal) -> HttpResponse:
        """The proposal as it is now."""
        return answer(proposal(done.pk))

    def sent(self, *known: str) -> dict[str, Any]:
        """The body, or nothing."""
        return self.body(known=known)


class ProposalApprove(_Act):
    """Does what a proposal says: a merge, or a link."""

    actions = {"POST": "approve"}

    @describe("Approve a proposal", body=APPROVAL, body_needed=False, answer=PROPOSAL, errors=REFUSALS)
    def create(self, request: Request, key: int) -> HttpResponse:
        """Approving twice answers with what was done."""
        body = self.sent("survivor_id", "left_out", "relation", "reason", "choices")
        given = Approval(
            bodies.whole(body, "survivor_id"),
            bodies.wholes(body, "left_out"),
            bodies.choices(body),
            bodies.text(body, "relation"),
            bodies.text(body, "reason"),
        )
        return self.shown(reviewing.approve(key, given))


class ProposalReject(_Act):
    """Says that the brands are not one."""

    actions = {"POST": "approve"}

    @describe(
        "Reject a proposal",
        body=obj(reason=bodies.TEXT, expires_at=maybe(MOMENT)),
        body_needed=False,
        answer=PROPOSAL,
        errors=REFUSALS[:3],
    )
    def create(self, request: Request, key: int) -> HttpResponse:
        """It is not proposed again until the word expires, if it does."""
        body = self.sent("reason", "expires_at")
        expires = bodies.moment(body, "expires_at")
        return self.shown(reviewing.reject(key, reason=bodies.text(body, "reason"), expires_at=expires))


class ProposalSkip(_Act):
    """Leaves it for later."""

    @describe("Skip a proposal", answer=PROPOSAL, errors=REFUSALS[:3])
    def create(self, request: Request, key: int) -> HttpResponse:
        """It stays in the queue."""
        return self.shown(reviewing.skip(key))


class ProposalClaim(_Act):
    """Takes it for ten minutes."""

    @describe("Claim a proposal", answer=PROPOSAL, errors=REFUSALS[:3])
    def create(self, request: Request, key: int) -> HttpResponse:
        """No other reviewer can settle it meanwhile."""
        return self.shown(reviewing.claim(key))


class ProposalAssign(_Act):
    """Gives it to somebody."""

    @describe(
        "Assign a proposal",
        body=obj("user_id", user_id=maybe(ID), example={"user_id": 4}),
        answer=PROPOSAL,
        errors=("proposal_settled", "invalid_value"),
    )
    def create(self, request: Request, key: int) -> HttpResponse:
        """To a member who may settle proposals; null gives it to nobody."""
        body = self.body(known=("user_id",))
        if "user_id" not in body:
            raise BadBody([("user_id", "Enter an id, or null for nobody.")])
        return self.shown(reviewing.assign(key, user_id=bodies.whole(body, "user_id")))


class ProposalComment(_Act):
    """Writes about it."""

    @describe(
        "Comment on a proposal", body=obj("text", text=words(5000)), answer=PROPOSAL, status=201, errors=("bad_merge",)
    )
    def create(self, request: Request, key: int) -> HttpResponse:
        """Plain text."""
        body = self.body(known=("text",), needed=("text",))
        made = reviewing.comment(key, text=bodies.text(body, "text", most=5000))
        return answer(proposal(made.proposal_id), 201)

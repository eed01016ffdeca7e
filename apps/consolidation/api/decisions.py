"""Decisions, policies and scans."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from apps.consolidation.api import bodies
from apps.consolidation.api.proposals import PROPOSAL
from apps.consolidation.choices import Verdict
from apps.consolidation.models import Decision
from apps.consolidation.policy import COUNTS, EVIDENCE, SHARES
from apps.consolidation.selectors.decided import policy, rules
from apps.consolidation.selectors.lists import DECISIONS
from apps.consolidation.selectors.merges import merge
from apps.consolidation.selectors.proposals import proposals
from apps.consolidation.selectors.trust import precision
from apps.consolidation.services import deciding, policies
from apps.consolidation.services.verdicts import Word
from apps.consolidation.words import CRITERIA, FIELDS
from apps.core.rest.docs import (
    BOOLEAN,
    ID,
    INTEGER,
    MOMENT,
    ROW,
    STRING,
    array,
    component,
    count,
    maybe,
    obj,
    page_of,
    row_schema,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import ListView, Posting, describe

DECISION = component("Decision", row_schema(DECISIONS))
VERDICT = {"type": "string", "enum": list(Verdict.values)}
NEW = obj(
    "brand_a_id", "brand_b_id", "verdict",
    brand_a_id=ID, brand_b_id=ID, verdict=VERDICT, survivor_id=maybe(ID), reason=bodies.TEXT,
    expires_at=maybe(MOMENT), example={"brand_a_id": 12, "brand_b_id": 31, "verdict": "not_duplicate"},
)  # fmt: skip
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
ORDER = {**array({"type": "string", "enum": [*CRITERIA]}), "uniqueItems": True}
ORDERS = dict.fromkeys(FIELDS, ORDER)
RULES = {
    **obj(
        **dict.fromkeys(sorted(SHARES), SHARE),
        **{name: count(most) for name, most in COUNTS.items()},
        evidence={**array({"type": "string", "enum": [*EVIDENCE]}), "uniqueItems": True},
        credits_per_brand={"type": "number", "minimum": 0, "maximum": 10_000},
        survivorship={
            "type": "object",
            "properties": ORDERS,
            "additionalProperties": False,
            "description": "Per field of a brand the criteria, the strongest first.",
        },
    ),
    "additionalProperties": False,
}
ASKED = component(
    "DecisionAsked",
    obj("proposals", decision=maybe(DECISION), merge=maybe(ROW), already=BOOLEAN, proposals=array(PROPOSAL)),
)
SAID = component("DecisionDone", obj(decision=maybe(DECISION), merge=maybe(ROW), already=BOOLEAN))
POLICY = component(
    "Policy",
    obj(id=maybe(INTEGER), rules=ROW, is_automatic=BOOLEAN, paused_at=maybe(MOMENT), paused_why=STRING,
        audited=INTEGER, precision=maybe({"type": "number"})),
)  # fmt: skip


class DecisionList(ListView, Posting):
    """What people have said of pairs of brands, newest first."""

    resource = "proposals"
    actions = {"POST": "approve"}
    listing = DECISIONS

    @describe("List decisions", answer=page_of(DECISION))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe(
        "Decide on a pair of brands", body=NEW, answer=SAID, status=201,
        errors=("bad_merge", "already_merged", "proposal_claimed"),
        also={202: ("A second person has to approve it.", ASKED)},
    )  # fmt: skip
    def create(self, request: Request) -> HttpResponse:
        """A verdict that they are one merges them. Saying the same again changes nothing. Where the policy wants two people
        (`four_eyes_from`) nothing is merged: the answer is 202, without decision and merge, and with the proposal that you have
        approved; another person's approval merges."""
        names = ("brand_a_id", "brand_b_id", "verdict")
        body = self.body(known=(*names, "survivor_id", "reason", "expires_at"), needed=names)
        word = Word(
            bodies.needed(body, "brand_a_id"),
            bodies.needed(body, "brand_b_id"),
            bodies.text(body, "verdict"),
            bodies.whole(body, "survivor_id"),
            bodies.text(body, "reason"),
            bodies.moment(body, "expires_at"),
        )
        done = deciding.decide(word)
        if done.asked:
            asked = {"decision": None, "merge": None, "already": False, "proposals": proposals([done.asked.pk])}
            return answer(asked, 202)
        shown = DECISIONS.one(Decision.objects.filter(pk=done.decision.pk)) if done.decision else None
        made = merge(done.merge.pk) if done.merge else None
        return answer({"decision": shown, "merge": made, "already": done.already}, 201)


class PolicyNow(Posting):
    """How proposals are routed."""

    resource = "policies"
    actions = {"POST": "update"}

    @describe("Show the policy", answer=POLICY)
    def get(self, request: Request) -> HttpResponse:
        """The rules that hold, and how well automatic merging keeps its promise."""
        return answer(_policy())

    @describe(
        "Set the policy", body=obj(rules=RULES, is_automatic=BOOLEAN), body_needed=False, answer=POLICY, status=201
    )
    def create(self, request: Request) -> HttpResponse:
        """Rules left out have their defaults. A new policy is not paused."""
        body = self.body(known=("rules", "is_automatic"), needed=())
        policies.set_policy(body.get("rules", {}), is_automatic=bodies.flag(body, "is_automatic"))
        return answer(_policy(), 201)


class PolicySimulation(Posting):
    """Tries rules on past decisions and on what waits. Nothing is changed."""

    resource = "policies"
    actions = {"POST": "read"}

    @describe("Try a policy", body=obj(rules=RULES), body_needed=False, answer=component("Simulation", ROW))
    def create(self, request: Request) -> HttpResponse:
        """How many would be merged automatically, how many wrongly, reviewer hours, credits."""
        body = self.body(known=("rules",))
        return answer(policies.simulate(policies.rules_of(body["rules"]) if "rules" in body else rules()))


def _policy() -> dict[str, Any]:
    found, (audited, share) = policy(), precision()
    shown = {"id": found.pk, "is_automatic": found.is_automatic, "paused_at": found.paused_at} if found else {}
    base = {"id": None, "is_automatic": False, "paused_at": None, "paused_why": found.paused_why if found else ""}
    return {**base, **shown, "rules": rules().as_dict(), "audited": audited, "precision": share}

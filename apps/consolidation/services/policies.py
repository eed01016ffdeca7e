"""Setting the policy, and trying one before it is switched on."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.consolidation.choices import WAITING, Verdict
from apps.consolidation.events import PolicySet
from apps.consolidation.models import Decision, Merge, Policy, Proposal
from apps.consolidation.policy import Found, Rules, read, route
from apps.consolidation.selectors.decided import policy
from apps.consolidation.selectors.trust import precision
from apps.consolidation.words import CRITERIA, FIELDS
from apps.core import context
from apps.core.services.outbox import publish


def set_policy(data: Any, *, is_automatic: bool) -> Policy:
    """Make these rules the ones that hold. Raises `BadPolicy`."""
    rules = rules_of(data)
    with transaction.atomic():
        row = Policy.objects.create(
            rules=rules.as_dict(), is_automatic=is_automatic, actor_name=context.current().actor.name[:200]
        )
        publish(PolicySet(row.pk, is_automatic, paused=False))
    return row


def rules_of(data: Any) -> Rules:
    """Rules from JSON. Raises `BadPolicy`."""
    return read(data, fields_known=FIELDS, criteria=CRITERIA)


def audit(merge_id: int, *, right: bool) -> Merge:
    """A person's word on an automatic merge. Where the share of right ones falls below the promise, automatic merging
    stops itself."""
    merge = Merge.objects.get(pk=merge_id)
    Merge.objects.filter(pk=merge_id).update(audit=right, to_audit=False)
    merge.refresh_from_db()
    pause_if_broken()
    return merge


def pause_if_broken() -> bool:
    """Stop automatic merging when its audited precision is below its promise; whether it was stopped now."""
    found = policy()
    if found is None or not found.is_automatic or found.paused_at:
        return False
    rules, (judged, share) = rules_of(found.rules), precision()
    if share is None or judged < rules.audit_least or share >= rules.promise:
        return False
    why = f"{share:.1%} of {judged} audited merges were right; promised were {rules.promise:.1%}."
    with transaction.atomic():
        Policy.objects.filter(pk=found.pk).update(paused_at=timezone.now(), paused_why=why)
        publish(PolicySet(found.pk, found.is_automatic, paused=True))
    return True


def simulate(rules: Rules) -> dict[str, Any]:
    """What these rules would have done to past decisions, and would do to the proposals that wait."""
    waiting = _routed(Proposal.objects.filter(state__in=WAITING, undone_at=None).defer("compared"), rules)
    past = _past(rules)
    days = max(len(waiting["automatic"]) / rules.daily_cap, 0.0) if rules.daily_cap else 0.0
    reviews = len(waiting["review"]) + round(len(waiting["automatic"]) * rules.audit_share)
    saved = sum(len(one.member_ids) - 1 for one in waiting["automatic"] + waiting["review"])
    return {
        "rules": rules.as_dict(),
        "proposals": {name: len(rows) for name, rows in waiting.items()},
        "past": past,
        "would_be_wrong": past["wrong"],
        "reviewer_hours": round(reviews * rules.seconds_per_review / 3600, 2),
        "reviewer_hours_without": round(
            sum(len(rows) for rows in waiting.values()) * rules.seconds_per_review / 3600, 2
        ),
        "credits_saved": round(saved * rules.credits_per_brand, 2),
        "days_at_cap": round(days, 1),
    }


def found_of(proposal: Proposal) -> Found:
    """What routing looks at: the evidence that all its pairs share."""
    merging = [one for one in proposal.pairs if one.get("probability", 0) >= 0.5]  # noqa: PLR2004
    pairs = merging or proposal.pairs
    return Found(
        proposal.relation,
        proposal.probability,
        bool(pairs) and all(one.get("same_host") for one in pairs),
        bool(pairs) and all(one.get("same_family") for one in pairs),
        proposal.veto,
    )


def _routed(proposals: Iterable[Proposal], rules: Rules) -> dict[str, list[Proposal]]:
    found: dict[str, list[Proposal]] = {"automatic": [], "review": [], "flagged": []}
    for one in proposals:
        found[route(found_of(one), rules)].append(one)
    return found


def _past(rules: Rules) -> dict[str, int]:
    """Decisions of people on proposals: how many the rules would have made alone, and how many of those against the
    person's word."""
    verdicts = dict(
        Decision.objects.filter(proposal__isnull=False, is_automatic=False)
        .order_by("id")
        .values_list("proposal_id", "verdict")
    )
    counts = {"decisions": len(verdicts), "automatic": 0, "right": 0, "wrong": 0, "review": 0, "flagged": 0}
    for one in Proposal.objects.filter(pk__in=verdicts).defer("compared"):
        way = route(found_of(one), rules)
        counts[way] += 1
        if way == "automatic":
            counts["right" if _agrees(one, verdicts[one.pk]) else "wrong"] += 1
    return counts


def _agrees(proposal: Proposal, verdict: str) -> bool:
    return verdict == Verdict.SAME_BRAND and proposal.undone_at is None

"""What a scan found becomes proposals. The same finding is proposed once, whatever became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.brands.models import BrandSummary
from apps.consolidation.choices import WAITING, ProposalState, Relation, Step
from apps.consolidation.events import ProposalCreated
from apps.consolidation.linkage.packing import KEY, unpacked
from apps.consolidation.linkage.results import Finding
from apps.consolidation.linkage.results import Scan as Result
from apps.consolidation.models import Proposal, Scan
from apps.consolidation.selectors.decided import kept_apart
from apps.consolidation.services import placing
from apps.core.services.outbox import publish

LEAST = {Relation.SKU_OF_BRAND: 0.5, Relation.BRAND_OF_PORTFOLIO: 0.7, Relation.SAME_COMPANY: 0.7}
DECIDED = {"decided_different", "decided_same"}
MOST_PAIRS = 60
NAMED = 100
BACK = frozenset({ProposalState.REJECTED, ProposalState.SUPERSEDED, ProposalState.EXPIRED})
REFRESHED = (
    "probability",
    "relation_probability",
    "weakest",
    "pairs",
    "compared",
    "priority",
    "veto",
    "survivor_id",
    "scan",
    "state",
    "settled_at",
    "settled_by_name",
    "overtaken_by_id",
    *placing.PLACED,
)
CHANGED = 0.02  # of probability: evidence that moves it less is the same evidence


@dataclass(frozen=True)
class Draft:
    """A proposal before it is compared with those there are."""

    relation: str
    members: tuple[int, ...]
    survivor: int | None
    probability: float
    relation_probability: float
    weakest: Mapping[str, Any]
    found: Sequence[Finding]
    veto: str

    @property
    def key(self) -> str:
        """The same for the same finding, in whatever order it was found."""
        return f"{self.relation}:{'-'.join(map(str, self.members))}"

    @property
    def pairs(self) -> list[dict[str, Any]]:
        """The findings as they are kept and shown."""
        return [as_dict(one) for one in self.found]

    @property
    def compared(self) -> dict[str, Any]:
        """What the engine looked at, for learning from what people will say of it."""
        return {"key": KEY, "rows": [[one.a, one.b, unpacked(one.compared)] for one in self.found if one.compared]}


def propose(result: Result, scan: Scan, sku_counts: Mapping[int, int]) -> list[int]:
    """Keep what is new, refresh what waits, put aside what is no longer found; the ids of the new proposals."""
    drafts = {one.key: one for one in [*_same(result), *_links(result)]}
    with transaction.atomic():
        known = {one.key: one for one in Proposal.objects.select_for_update().filter(key__in=drafts)}
        fresh = [_row(one, scan, sku_counts) for key, one in drafts.items() if key not in known]
        placing.place(fresh)
        made = Proposal.objects.bulk_create(fresh, batch_size=500)
        placing.note_routed(made)
        _refresh(known, drafts, scan, sku_counts)
        _supersede(scan, drafts)
        ids = [one.pk for one in made]
        if ids:
            publish(ProposalCreated(scan.pk, len(ids), ids[:NAMED]))
    return ids


def propose_pairs(drafts: Sequence[Draft]) -> list[Proposal]:
    """What a person asks for, in the order it is named: those that wait are used as they are, what was settled waits again,
    the others are new."""
    keys = [one.key for one in drafts]
    counts = dict(BrandSummary.objects.filter(brand_id__in=_members(drafts)).values_list("brand_id", "sku_count"))
    with transaction.atomic():
        known = {one.key: one for one in Proposal.objects.select_for_update().filter(key__in=keys)}
        fresh = [_row(one, None, counts) for one in drafts if one.key not in known]
        back = [row for row in known.values() if row.state not in WAITING]
        for row in back:
            row.approvals, row.merge_id = [], None
        _open_again(back)
        placing.place(fresh)
        made = Proposal.objects.bulk_create(fresh, batch_size=500)
        placing.note_routed(made)
        Proposal.objects.bulk_update(back, (*REFRESHED, "approvals", "merge_id"), batch_size=200)
        if made:
            publish(ProposalCreated(None, len(made), [one.pk for one in made][:NAMED]))
    rows = known | {one.key: one for one in made}
    return [rows[key] for key in keys]


def _members(drafts: Iterable[Draft]) -> set[int]:
    return {pk for one in drafts for pk in one.members}


def _same(result: Result) -> Iterable[Draft]:
    """One draft per cluster."""
    by_pair = {_pair(one): one for one in result.findings}
    for cluster in result.clusters:
        inside = [
            by_pair[a, b]
            for place, a in enumerate(cluster.members)
            for b in cluster.members[place + 1 :]
            if (a, b) in by_pair
        ]
        merging = [one for one in inside if one.relation == "same_brand"] or inside
        if not merging:
            continue
        weak = {"a": cluster.weakest[0], "b": cluster.weakest[1], "probability": cluster.weakest_probability}
        chance = min([cluster.weakest_probability, *(one.probability for one in merging)])
        veto = next((one.veto for one in inside if one.veto), "")
        pairs = sorted(inside, key=lambda one: one.probability)[:MOST_PAIRS]
        yield Draft(Relation.SAME_BRAND, cluster.members, None, chance, chance, weak, pairs, veto)


def _links(result: Result) -> Iterable[Draft]:
    """Products filed as brands, brands of one owner: each pair by itself."""
    for one in result.findings:
        least = LEAST.get(Relation(one.relation))
        if least is None or one.relation_probability < least or one.must_link or one.veto in DECIDED:
            continue
        survivor = one.b if one.relation == "sku_of_brand" else None
        members = tuple(sorted((one.a, one.b)))
        weak = {"a": one.a, "b": one.b, "probability": one.relation_probability}
        yield Draft(one.relation, members, survivor, one.probability, one.relation_probability, weak, [one], one.veto)


def as_dict(one: Finding) -> dict[str, Any]:
    """A finding as it is kept and shown."""
    return {
        "a": one.a,
        "b": one.b,
        "relation": one.relation,
        "relation_probability": round(one.relation_probability, 4),
        "probability": round(one.probability, 4),
        "reasons": [reason.as_dict() for reason in one.reasons],
        "same_host": one.same_host,
        "same_family": one.same_family,
        "veto": one.veto,
    }


def _pair(one: Finding) -> tuple[int, int]:
    return (one.a, one.b) if one.a < one.b else (one.b, one.a)


def _values(draft: Draft, scan: Scan | None, sku_counts: Mapping[int, int]) -> dict[str, Any]:
    return {
        "survivor_id": draft.survivor,
        "probability": draft.probability,
        "relation_probability": draft.relation_probability,
        "weakest": dict(draft.weakest),
        "pairs": draft.pairs,
        "compared": draft.compared,
        "veto": draft.veto,
        "priority": _priority(draft, sku_counts),
        "scan": scan,
    }


def _priority(draft: Draft, sku_counts: Mapping[int, int]) -> float:
    """Value times uncertainty: many records, and a verdict a person can tip, come first."""
    value = log1p(sum(sku_counts.get(pk, 0) for pk in draft.members))
    return round(value * (1.05 - abs(2 * draft.relation_probability - 1)), 4)


def _row(draft: Draft, scan: Scan | None, sku_counts: Mapping[int, int]) -> Proposal:
    values = _values(draft, scan, sku_counts)
    return Proposal(key=draft.key, relation=draft.relation, member_ids=list(draft.members), **values)


def _refresh(
    known: Mapping[str, Proposal], drafts: Mapping[str, Draft], scan: Scan, sku_counts: Mapping[int, int]
) -> None:
    """Those that wait get the new probabilities; one that was rejected for a time, or put aside, waits again."""
    apart = kept_apart()
    back = [row for key, row in known.items() if _comes_back(row, drafts[key], apart)]
    changed = [*back, *(row for row in known.values() if row.state in WAITING)]
    for row in changed:
        for name, value in _values(drafts[row.key], scan, sku_counts).items():
            setattr(row, name, value)
    _open_again(back)
    Proposal.objects.bulk_update(changed, REFRESHED, batch_size=200)


def _open_again(rows: Sequence[Proposal]) -> None:
    """They wait from now on. Nothing is saved but the steps."""
    for row in rows:
        row.state, row.settled_at, row.settled_by_name, row.overtaken_by_id = ProposalState.OPEN, None, "", None
    placing.place(rows)
    placing.note(rows, Step.REOPENED)
    placing.note_routed(rows)


def _comes_back(row: Proposal, draft: Draft, apart: set[tuple[int, int]]) -> bool:
    """A rejection whose word has expired, what was put aside, and what nobody decided once there is other evidence."""
    if row.state == ProposalState.EXPIRED and abs(row.relation_probability - draft.relation_probability) < CHANGED:
        return False
    if row.state not in BACK:
        return False
    return not any((a, b) in apart for a in row.member_ids for b in row.member_ids)


def _supersede(scan: Scan, drafts: Mapping[str, Draft]) -> None:
    """A full scan puts aside what it no longer finds; any scan puts aside a group that another one has taken in. What a
    person has approved waits for the second one all the same."""
    waiting = Proposal.objects.filter(state__in=WAITING, approvals=[]).exclude(key__in=drafts)
    if not scan.is_full:
        members = sorted({pk for one in drafts.values() if one.relation == Relation.SAME_BRAND for pk in one.members})
        waiting = waiting.filter(relation=Relation.SAME_BRAND, member_ids__overlap=members)
    waiting.update(state=ProposalState.SUPERSEDED, settled_at=timezone.now(), settled_by_name="scan")

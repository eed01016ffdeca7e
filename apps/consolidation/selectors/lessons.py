"""What people decided, as lessons for the model: pairs of brands with what was compared when they were proposed.

Only words of people count: decisions that stand, and automatic merges that somebody audited or undid. A decision taken
back with `u` teaches nothing; a merge undone later was wrong. Decisions on pairs that no scan proposed have nothing
kept that could be compared, for by now their records may have moved: they are counted, and not learnt from.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apps.consolidation.choices import Verdict
from apps.consolidation.linkage.packing import KEY
from apps.consolidation.linkage.tuning import Lesson, lesson_of
from apps.consolidation.models import Decision, Merge, Proposal
from apps.consolidation.selectors.trust import undone_acts

MOST = 20_000
PARTS = 3  # every third group is held back, always the same ones
CHUNK = 500
Pair = tuple[int, int]
Features = list[float | None]


@dataclass(frozen=True)
class Decided:
    """A decided pair: whether people said "one brand", the group it belongs to, and its features if they were kept."""

    pair: Pair
    same: bool
    group: int
    features: Features | None

    @property
    def is_held_back(self) -> bool:
        """Whether it is only for measuring. It hangs on the group alone, so no version ever learns from it."""
        return int(hashlib.sha256(str(self.group).encode()).hexdigest()[:8], 16) % PARTS == 0


def decided_pairs(most: int = MOST) -> list[Decided]:
    """The latest words on pairs, at most `most`, in the order of their pairs."""
    said = _said(most)
    kept = _features(said)
    found = []
    for pair, (same, _proposal) in sorted(said.items()):
        group, features = kept.get(pair, (min(pair), None))
        found.append(Decided(pair, same, group, features))
    return found


def lesson(rows: Sequence[Decided]) -> Lesson:
    """For the engine. Pairs of one group count together as one decision."""
    sizes = Counter(one.group for one in rows)
    return lesson_of([(one.features or [], one.same, 1 / sizes[one.group]) for one in rows])


def _said(most: int) -> dict[Pair, tuple[bool, int | None]]:
    """Per pair the last word and its proposal."""
    now, judged = timezone.now(), _judged_merges()
    stands = Q(expires_at=None) | Q(expires_at__gt=now)
    rows = Decision.objects.filter(stands).filter(Q(is_automatic=False) | Q(proposal_id__in=judged)).order_by("-id")
    undone = set(Proposal.objects.filter(undone_at__isnull=False).values_list("pk", flat=True))
    found: dict[Pair, tuple[bool, int | None]] = {}
    for a, b, verdict, proposal, automatic in rows.values_list(
        "a_id", "b_id", "verdict", "proposal_id", "is_automatic"
    )[:most]:
        same = verdict == Verdict.SAME_BRAND and proposal not in undone
        found.setdefault(_pair(a, b), (judged[proposal] if automatic else same, proposal))
    return found


def _judged_merges() -> dict[int | None, bool]:
    """Proposals that were merged automatically and then judged by a person: whether the merge was right."""
    gone = {row["id"] for row in undone_acts()}
    rows = Merge.objects.filter(is_automatic=True, proposal_id__isnull=False)
    rows = rows.filter(Q(audit__isnull=False) | Q(change_set_id__in=gone)).order_by("id")
    return {
        proposal: audit is not False and act not in gone
        for proposal, audit, act in rows.values_list("proposal_id", "audit", "change_set_id")
    }


def _features(said: dict[Pair, tuple[bool, int | None]]) -> dict[Pair, tuple[int, Features]]:
    """Per pair the group and the features that its proposal kept, or another proposal that had both brands."""
    found: dict[Pair, tuple[int, Features]] = {}
    _gather(found, sorted({one for _same, one in said.values() if one}), "pk__in")
    rest = {pk for pair in said.keys() - found.keys() for pk in pair}
    _gather(found, sorted(rest), "member_ids__overlap")
    return found


def _gather(found: dict[Pair, tuple[int, Features]], keys: list[int], ask: str) -> None:
    for start in range(0, len(keys), CHUNK):
        rows = Proposal.objects.filter(**{ask: keys[start : start + CHUNK]}).order_by("id")
        for members, compared in rows.values_list("member_ids", "compared").iterator(chunk_size=CHUNK):
            for pair, features in _rows(compared):
                found.setdefault(pair, (min(members), features))


def _rows(compared: dict[str, Any]) -> Iterable[tuple[Pair, Features]]:
    if compared.get("key") == KEY:
        for a, b, features in compared["rows"]:
            yield _pair(a, b), features


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)

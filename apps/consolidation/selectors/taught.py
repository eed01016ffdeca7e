"""What the decisions of this workspace say of the kinds of evidence, and whether they are enough to learn from."""

from dataclasses import dataclass
from typing import Any

from apps.consolidation.linkage import tuning
from apps.consolidation.models import ModelVersion
from apps.consolidation.selectors.learned import model_in_use, version_in_use
from apps.consolidation.selectors.lessons import Decided, decided_pairs, lesson

LOOKED_AT = 2000
LEAST_LEARNT, LEAST_HELD_BACK, LEAST_OF_A_SORT = 24, 10, 3


@dataclass(frozen=True)
class Store:
    """Pairs to learn from and pairs held back; whether both are enough, and how many could not be compared."""

    learnt_from: list[Decided]
    held_back: list[Decided]
    uncompared: int

    @property
    def is_enough(self) -> bool:
        """Enough of both sorts in both parts."""
        return _enough(self.learnt_from, LEAST_LEARNT) and _enough(self.held_back, LEAST_HELD_BACK)


def store(pairs: list[Decided]) -> Store:
    """Decided pairs in their two parts."""
    known = [one for one in pairs if one.features is not None]
    held = [one for one in known if one.is_held_back]
    return Store([one for one in known if not one.is_held_back], held, len(pairs) - len(known))


def _enough(rows: list[Decided], least: int) -> bool:
    same = sum(one.same for one in rows)
    return len(rows) >= least and min(same, len(rows) - same) >= LEAST_OF_A_SORT


def taught() -> dict[str, Any]:
    """From the latest decisions: {learnt_from, held_back, uncompared, is_enough, kinds: [{kind, points, factor}]}, the
    kinds of evidence by how much they said of the decided pairs; `factor` is what the version in use makes of them."""
    found = store(decided_pairs(LOOKED_AT))
    number = version_in_use()
    kept = ModelVersion.objects.filter(pk=number or 0).values_list("tuning", flat=True).first() or {}
    pairs = [*found.learnt_from, *found.held_back]
    points = tuning.importance(model_in_use(), lesson(pairs).values) if pairs else {}
    factors = kept.get("factors", {})
    kinds = [{"kind": kind, "points": said, "factor": factors.get(kind, 1.0)} for kind, said in points.items()]
    return {
        "learnt_from": len(found.learnt_from),
        "held_back": len(found.held_back),
        "uncompared": found.uncompared,
        "is_enough": found.is_enough,
        "kinds": sorted(kinds, key=lambda one: -one["points"]),
    }

"""Decisions of people on pairs that a scan compared."""

from collections.abc import Callable

from apps.consolidation.linkage.model import probability, shipped
from apps.consolidation.linkage.packing import KEY, packed, unpacked
from apps.consolidation.linkage.practice import Practice
from apps.consolidation.linkage.training import features_of
from apps.consolidation.models import Decision, Proposal

Said = Callable[[float, bool], bool]


def decided(count: int, *, said: Said = lambda _chance, same: same, seed: int = 11) -> list[Proposal]:
    """Proposals about pairs of practice, each with a person's word: `said(probability told, the truth)`. Their brands are
    numbers only: learning asks for no more."""
    pairs = Practice([], seed).pairs(count)
    values = features_of(pairs)[:count]
    chances = probability(shipped().score("same_brand", values)).tolist()
    made = []
    for row, (value, chance) in enumerate(zip(values, chances, strict=True)):
        ids = [seed * 100_000 + 2 * row, seed * 100_000 + 2 * row + 1]
        same = said(chance, pairs.relations[row] == "same_brand")
        made.append(_decided(ids, chance, unpacked(packed(value.tolist())), same))
    return made


def _decided(ids: list[int], chance: float, features: list[float | None], same: bool) -> Proposal:
    row = Proposal.objects.create(
        key=f"same_brand:{ids}", relation="same_brand", member_ids=ids, probability=chance,
        relation_probability=chance, state="approved" if same else "rejected",
        compared={"key": KEY, "rows": [[*ids, features]]},
    )  # fmt: skip
    verdict = "same_brand" if same else "not_duplicate"
    Decision.objects.create(a_id=ids[0], b_id=ids[1], verdict=verdict, proposal=row, probability=chance)
    return row

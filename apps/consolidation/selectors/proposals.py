"""One proposal with all a reviewer looks at."""

from typing import Any

from apps.brands.selectors import records
from apps.consolidation.models import Proposal
from apps.consolidation.selectors.lists import PROPOSALS
from apps.consolidation.selectors.merges import will_move
from apps.consolidation.selectors.queues import steps_of

Row = dict[str, Any]
SHOWN = 12


def proposal(pk: int) -> Row | None:
    """A proposal with its brands, the reasons as one sentence, what a merge would move, and the comments."""
    row = PROPOSALS.one(Proposal.objects.filter(pk=pk))
    if row is None:
        return None
    found = Proposal.objects.get(pk=pk)
    comments = found.comments.values("id", "text", "author_name", "created_at")
    return {
        **row,
        "pairs": found.pairs,
        "members": members(row["member_ids"]),
        "sentence": sentence(found.pairs),
        "moves": will_move([one for one in row["member_ids"] if one != row["survivor_id"]]),
        "comments": list(comments),
        "steps": steps_of(pk),
    }


def members(ids: list[int]) -> list[Row]:
    """The brands, as their pages show them."""
    found = (records.brand_head(pk) for pk in ids[:SHOWN])
    return [one for one in found if one is not None]


def sentence(pairs: list[Row]) -> str:
    """The strongest reasons for the pair that holds least, in one line."""
    if not pairs:
        return ""
    weakest = min(pairs, key=lambda one: one.get("probability", 0))
    strong = sorted(weakest.get("reasons", []), key=lambda one: -abs(one.get("weight", 0)))[:3]
    return " ".join(one["text"] for one in strong if one.get("feature") != "base")

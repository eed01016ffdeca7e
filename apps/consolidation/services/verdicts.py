"""What is said of a pair of brands, and how it is kept."""

from dataclasses import dataclass
from datetime import datetime

from apps.consolidation.choices import Verdict
from apps.consolidation.models import Decision, Proposal
from apps.core import context


@dataclass(frozen=True)
class Word:
    """What is said: of two brands (the child first where one is a product of the other), by whom the context knows."""

    a_id: int
    b_id: int
    verdict: str
    survivor_id: int | None = None
    reason: str = ""
    expires_at: datetime | None = None


def record(word: Word, proposal: Proposal | None = None, *, is_automatic: bool = False) -> Decision:
    """Keep a verdict. For two equals the lower id comes first."""
    ordered = word.verdict in {Verdict.SKU_OF_BRAND, Verdict.BRAND_OF_PORTFOLIO}
    a, b = (word.a_id, word.b_id) if ordered else sorted([word.a_id, word.b_id])
    who = context.current().actor
    return Decision.objects.create(
        a_id=a,
        b_id=b,
        verdict=word.verdict,
        survivor_id=word.survivor_id,
        reason=word.reason[:2000],
        expires_at=word.expires_at,
        proposal=proposal,
        probability=proposal.probability if proposal else None,
        is_automatic=is_automatic,
        actor_id=who.user_id,
        actor_name=who.name[:200],
    )

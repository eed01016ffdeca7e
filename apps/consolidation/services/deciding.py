"""What people say of a pair of brands, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime

from apps.brands.models import Brand
from apps.brands.selectors.merged import roots
from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.choices import Verdict
from apps.consolidation.models import Decision, Merge, Proposal
from apps.consolidation.selectors.decided import best_survivor, rules
from apps.consolidation.services.merging import BadMerge, Order, merge_brands
from apps.core import context

MERGING = {Verdict.SAME_BRAND, Verdict.SKU_OF_BRAND}


@dataclass(frozen=True)
class Word:
    """What is said: of two brands (the child first where one is a product of the other), by whom the context knows."""

    a_id: int
    b_id: int
    verdict: str
    survivor_id: int | None = None
    reason: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Done:
    """What came of it: a decision, and a merge where the verdict asks for one. `already` when the brands were one."""

    decision: Decision | None
    merge: Merge | None
    already: bool = False


def decide(word: Word) -> Done:
    """Record a verdict, and merge where it says so. Saying the same again changes nothing. Raises `BadMerge`,
    `NoSuchRecord`."""
    _check(word)
    heirs = roots([word.a_id, word.b_id])
    a, b = heirs[word.a_id], heirs[word.b_id]
    if word.verdict not in MERGING:
        return _say(word)
    if a == b:
        return Done(None, _merge_of(word), already=True)
    survivor = _survivor(word, heirs, [a, b])
    found = rules().survivorship
    order = Order(survivor, [b if survivor == a else a], word.verdict, policy=found, reason=word.reason)
    merge = merge_brands(order)
    return Done(record(word), merge)


def _check(word: Word) -> None:
    if word.verdict not in Verdict.values:
        raise BadMerge(f"There is no verdict “{word.verdict[:40]}”. Use one of {', '.join(Verdict.values)}.")
    if word.a_id == word.b_id:
        raise BadMerge("A brand cannot be compared with itself.")
    if word.survivor_id not in (None, word.a_id, word.b_id):
        raise BadMerge("The survivor is neither of the two brands.")
    known = set(Brand.objects.filter(pk__in=[word.a_id, word.b_id]).values_list("pk", flat=True))
    for pk in (word.a_id, word.b_id):
        if pk not in known:
            raise NoSuchRecord(f"There is no brand {pk}.")


def _say(word: Word) -> Done:
    latest = Decision.objects.filter(a_id__in=_two(word), b_id__in=_two(word)).order_by("-id").first()
    if latest and (latest.verdict, latest.expires_at) == (word.verdict, word.expires_at):
        return Done(latest, None, already=True)
    return Done(record(word), None)


def _two(word: Word) -> list[int]:
    return [word.a_id, word.b_id]


def _merge_of(word: Word) -> Merge | None:
    return Merge.objects.filter(absorbed_ids__overlap=_two(word)).order_by("-id").first()


def _survivor(word: Word, heirs: dict[int, int], pair: list[int]) -> int:
    if word.verdict == Verdict.SKU_OF_BRAND:
        return heirs[word.b_id]
    return heirs[word.survivor_id] if word.survivor_id else best_survivor(pair)


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

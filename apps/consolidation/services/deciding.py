"""What people say of a pair of brands, and what follows from it."""

from dataclasses import dataclass

from apps.brands.models import Brand
from apps.brands.selectors.merged import roots
from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.choices import ProposalState, Verdict
from apps.consolidation.models import Decision, Merge, Proposal
from apps.consolidation.selectors.decided import best_survivor, rules
from apps.consolidation.services import asking
from apps.consolidation.services.merging import BadMerge, Order, merge_brands
from apps.consolidation.services.verdicts import Word, record

MERGING = {Verdict.SAME_BRAND, Verdict.SKU_OF_BRAND}


@dataclass(frozen=True)
class Done:
    """What came of it: a decision, and a merge where the verdict asks for one. `already` when the brands were one. `asked` is the
    proposal that waits for a second person: then nothing else was done."""

    decision: Decision | None
    merge: Merge | None
    already: bool = False
    asked: Proposal | None = None


def decide(word: Word) -> Done:
    """Record a verdict, and merge where it says so; where the policy wants two people, the merge waits for the second one.
    Saying the same again changes nothing. Raises `BadMerge`, `NoSuchRecord`, `Claimed`."""
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
    if asking.wants_two(order):
        return _ask(order, named=word.survivor_id is not None)
    merge = merge_brands(order)
    return Done(record(word), merge)


def _ask(order: Order, *, named: bool) -> Done:
    """The first of two waits; the second merges."""
    (row,) = asking.ask(order, named=named)
    if row.state != ProposalState.APPROVED:
        return Done(None, None, asked=row)
    return Done(row.decisions.order_by("id").last(), Merge.objects.filter(pk=row.merge_id or 0).first())


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

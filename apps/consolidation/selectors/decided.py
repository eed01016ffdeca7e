"""What people have said of pairs of brands, and which brand would survive a merge."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from apps.brands.models import Brand
from apps.brands.selectors.merged import roots
from apps.consolidation.choices import Verdict
from apps.consolidation.models import Decision, Policy
from apps.consolidation.policy import Rules, read
from apps.consolidation.words import CRITERIA, FIELDS

Pair = tuple[int, int]
APART = frozenset(set(Verdict.values) - {Verdict.SAME_BRAND})


def kept_apart(ids: Iterable[int] | None = None) -> set[Pair]:
    """Pairs that somebody said are not one brand, lower id first, by the brands that answer for them today. The latest
    word on a pair holds, until it expires."""
    rows = Decision.objects.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now())).order_by("id")
    if ids is not None:
        wanted = list(ids)
        rows = rows.filter(Q(a_id__in=wanted) | Q(b_id__in=wanted))
    said = {_pair(a, b): verdict for a, b, verdict in rows.values_list("a_id", "b_id", "verdict")}
    apart = [pair for pair, verdict in said.items() if verdict in APART]
    heirs = roots(pk for pair in apart for pk in pair)
    return {_pair(heirs[a], heirs[b]) for a, b in apart if heirs[a] != heirs[b]}


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def gone_of(ids: Sequence[int]) -> set[int]:
    """Those of these brands that are no longer there: the import that made them was undone."""
    return set(ids) - set(Brand.objects.filter(pk__in=ids).values_list("id", flat=True))


def best_survivor(ids: Sequence[int]) -> int:
    """The brand with most SKUs; of equal ones that with the earliest record, then the oldest."""
    rows = Brand.objects.filter(pk__in=ids).values_list("id", "summary__sku_count", "summary__first_completed")
    return min(rows, key=lambda row: (-(row[1] or 0), row[2] is None, str(row[2]), row[0]))[0]


def policy() -> Policy | None:
    """The policy that holds; None as long as nobody has set one."""
    return Policy.objects.order_by("-id").first()


def rules() -> Rules:
    """Its rules, or the defaults."""
    found = policy()
    return read(found.rules, fields_known=FIELDS, criteria=CRITERIA) if found else Rules()

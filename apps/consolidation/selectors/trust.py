"""How far automatic merging, and the engine's probabilities, can be trusted, measured on what people said."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from apps.consolidation.choices import Verdict
from apps.consolidation.linkage.model import shipped
from apps.consolidation.models import Decision, Merge, Proposal
from apps.consolidation.selectors.learned import model_of, version_in_use
from apps.core.models import ChangeSet

BINS = 10
LINKED = 0.5
Judged = tuple[float, bool, str]
"""(probability, whether a person said "same brand", month)"""


def undone_acts() -> "QuerySet[Any, Any]":
    """Change sets of merges that were taken back."""
    return ChangeSet.objects.filter(kind="merge", undone_by_id__isnull=False).values("id")


def precision() -> tuple[int, float | None]:
    """How many automatic merges were audited or undone, and which share of them was right."""
    gone = {row["id"] for row in undone_acts()}
    automatic = Merge.objects.filter(is_automatic=True).values_list("audit", "change_set_id")
    judged = [(audit, act in gone) for audit, act in automatic if audit is not None or act in gone]
    right = sum(1 for audit, was_undone in judged if audit is not False and not was_undone)
    return len(judged), right / len(judged) if judged else None


def learning() -> dict[str, Any]:
    """What decisions say of the engine: agreement, precision and recall by month, calibration, and the model in use."""
    judged = _judged()
    return {
        "decisions": len(judged),
        "agreement": _share((chance >= LINKED) == same for chance, same, _month in judged),
        **_rates(judged),
        "calibration": calibration(judged),
        "calibration_error": calibration_error(judged),
        "by_month": _by_month(judged),
        "model": _model(),
    }


def _judged() -> list[Judged]:
    """The last word of a person on each proposal of one brand, with the probability it had; an undone merge was wrong."""
    rows = Decision.objects.filter(proposal__relation="same_brand", is_automatic=False, probability__isnull=False)
    latest: dict[int, tuple[float, str, str]] = {}
    for proposal, chance, verdict, at in rows.order_by("-id").values_list(
        "proposal_id", "probability", "verdict", "created_at"
    ):
        latest[proposal] = (chance or 0.0, verdict, f"{at:%Y-%m}")  # the oldest of an act is its pair of survivors
    undone = set(Proposal.objects.filter(pk__in=latest, undone_at__isnull=False).values_list("pk", flat=True))
    return [
        (chance, verdict == Verdict.SAME_BRAND and pk not in undone, month)
        for pk, (chance, verdict, month) in latest.items()
    ]


def calibration(judged: Iterable[Judged]) -> list[dict[str, Any]]:
    """Per tenth of probability: how many decisions, the mean probability, and the share that was one brand."""
    bins: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        bins[min(int(one[0] * BINS), BINS - 1)].append(one)
    return [
        {
            "from": place / BINS,
            "to": (place + 1) / BINS,
            "count": len(rows),
            "expected": sum(chance for chance, *_rest in rows) / len(rows),
            "observed": sum(same for _chance, same, _month in rows) / len(rows),
        }
        for place, rows in sorted(bins.items())
    ]


def calibration_error(judged: list[Judged]) -> float | None:
    """The mean gap between probability and share, weighted by bin; None without decisions."""
    if not judged:
        return None
    gaps = [float(row["count"] * abs(row["expected"] - row["observed"])) for row in calibration(judged)]
    return round(sum(gaps) / len(judged), 4)


def _rates(judged: list[Judged]) -> dict[str, float | None]:
    said = [same for chance, same, _month in judged if chance >= LINKED]
    ones = [chance >= LINKED for chance, same, _month in judged if same]
    return {"precision": _share(said), "recall": _share(ones)}


def _by_month(judged: list[Judged]) -> list[dict[str, Any]]:
    months: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        months[one[2]].append(one)
    return [{"month": month, "decisions": len(rows), **_rates(rows)} for month, rows in sorted(months.items())]


def _share(values: Iterable[bool]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else None


def _model() -> dict[str, Any]:
    """What the model in use says of itself; `number` is the version of this workspace, None the model that ships."""
    number = version_in_use()
    found = shipped() if number is None else model_of(number)
    own = {"version": found.version, "training_set": found.training_set, "metrics": dict(found.metrics)}
    return {"number": number, **own}

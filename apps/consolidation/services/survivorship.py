"""Which value of a field survives a merge: an order of criteria per field, or a person's choice.

The order of `DEFAULT` is: set by a person, source priority, confidence, most recent, most complete. A workspace's
policy may say otherwise, field by field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.brands.models import Brand, Sku
from apps.consolidation.choices import Criterion
from apps.consolidation.words import FIELDS
from apps.core.models import ChangeSet
from apps.core.selectors.history import past

DEFAULT: tuple[str, ...] = tuple(Criterion.values)
SOURCES = ("registry", "upload")
Order = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Candidate:
    """One brand's value of a field, with what speaks for it."""

    brand_id: int
    value: str | None
    by_person: bool
    source: str
    since: datetime | None
    is_survivor: bool

    def points(self, criterion: str) -> Any:
        """How well it does by one criterion; more is better."""
        return {
            Criterion.HUMAN: self.by_person,
            Criterion.SOURCE: -SOURCES.index(self.source) if self.source in SOURCES else -len(SOURCES),
            Criterion.CONFIDENCE: 1.0 if self.by_person else 0.5,
            Criterion.RECENCY: self.since.timestamp() if self.since else 0.0,
            Criterion.COMPLETENESS: len(self.value or ""),
        }[Criterion(criterion)]


@dataclass(frozen=True)
class Kept:
    """The value a field keeps, whose it was, and the rule that chose it."""

    value: str | None
    brand_id: int
    rule: str
    by_person: bool

    def as_dict(self) -> dict[str, Any]:
        """For the record of the merge."""
        return {"value": self.value, "brand_id": self.brand_id, "rule": self.rule}


def decide(candidates: Sequence[Candidate], order: Sequence[str]) -> Kept:
    """The best of the values that are there; a tie is the survivor's. An empty value never beats one that is there."""
    filled = [one for one in candidates if one.value] or list(candidates)
    left, rule = filled, "only"
    for criterion in order:
        if len({one.value for one in left}) <= 1:
            break
        best = max(one.points(criterion) for one in left)
        better = [one for one in left if one.points(criterion) == best]
        left, rule = better, criterion if len(better) < len(left) else rule
    winner = next((one for one in left if one.is_survivor), left[0])
    return Kept(winner.value, winner.brand_id, rule, winner.by_person)


def chosen(candidates: Sequence[Candidate], brand_id: int) -> Kept:
    """A person's choice stands above all rules, and counts as set by a person."""
    winner = next(one for one in candidates if one.brand_id == brand_id)
    return Kept(winner.value, winner.brand_id, "chosen", True)


def candidates_of(survivor: Brand, absorbed: Sequence[Brand]) -> dict[str, list[Candidate]]:
    """Per field the value of every brand, the survivor's first."""
    brands = [survivor, *absorbed]
    sources, since = _sources([one.pk for one in brands]), _sinces(brands)
    return {
        name: [
            Candidate(
                one.pk, getattr(one, name), name in one.edited, sources.get(one.pk, ""),
                since.get((one.pk, name)), one.pk == survivor.pk,
            )
            for one in brands
        ]
        for name in FIELDS
    }  # fmt: skip


def _sources(ids: list[int]) -> dict[int, str]:
    """The best source each brand's records come from."""
    pairs = Sku.objects.filter(brand_id__in=ids).values_list("brand_id", "source").distinct()
    return dict(sorted(pairs, key=lambda pair: -SOURCES.index(pair[1])))


def _sinces(brands: Sequence[Brand]) -> dict[tuple[int, str], datetime | None]:
    """When each field of each brand got the value it has: the time of the act, for rows of one transaction share theirs.

    All versions are read at once, the newest first: a merge may be of many brands.
    """
    values = {(one.pk, name): getattr(one, name) for one in brands for name in FIELDS}
    acts: dict[tuple[int, str], int] = {}
    ended = set[tuple[int, str]]()
    rows = past(Brand).filter(id__in=[one.pk for one in brands]).order_by("-history_id")
    for row in rows.values("id", "change_set_id", *FIELDS).iterator(chunk_size=500):
        for name in FIELDS:
            key = (row["id"], name)
            if row[name] != values[key]:
                ended.add(key)
            elif key not in ended and values[key]:
                acts[key] = row["change_set_id"]
    moments = dict(ChangeSet.objects.filter(pk__in=set(acts.values())).values_list("pk", "created_at"))
    return {key: moments.get(act) for key, act in acts.items()}

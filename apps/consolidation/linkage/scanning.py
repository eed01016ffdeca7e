"""A scan: candidates, comparison, verdicts, clusters, and the findings worth telling."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage import clusters as grouping
from apps.consolidation.linkage.bags import Ints
from apps.consolidation.linkage.candidates import all_candidates, candidates_of
from apps.consolidation.linkage.features import compare
from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.judging import RULES, Verdicts, judge
from apps.consolidation.linkage.model import Model, shipped
from apps.consolidation.linkage.records import Decisions
from apps.consolidation.linkage.results import LINKED, LISTED, RELATIONS, Cluster, Finding, Scan
from apps.consolidation.linkage.telling import tell

NONE = Decisions()
_BATCH = 50_000
SAME = RELATIONS.index("same_brand")
DIFFERENT = RELATIONS.index("different")
_FORBIDS = [i for i, name in enumerate(RULES) if name not in ("", "decided_same")]


@dataclass(slots=True)
class Judged:
    """Pairs of spellings with verdicts, one row each. Their features are many numbers and are not kept."""

    left: Ints
    right: Ints
    bits: Ints
    verdicts: Verdicts

    def taken(self, rows: Ints) -> "Judged":
        """Only these rows."""
        return Judged(self.left[rows], self.right[rows], self.bits[rows], self.verdicts.taken(rows))


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start


def scan(
    index: Index,
    *,
    model: Model | None = None,
    changed: Collection[int] | None = None,
    decisions: Decisions = NONE,
) -> Scan:
    """Everything worth telling about the brands of `index`.

    `changed` names the ids that are new or were edited: then only pairs with one of them are looked at, and only
    clusters they are in are told. Findings come by falling probability; the same brands give the same answer in
    whatever order they are given.
    """
    model = model or shipped()
    clock = _Clock()
    with clock.phase("candidates"):
        left, right, bits, seen = _candidates(index, changed)
        left, right, bits = _with_decided(index, (left, right, bits), changed, decisions)
    with clock.phase("comparison"):
        judged = _judged(index, (left, right, bits), model, decisions)
    with clock.phase("clusters"):
        judged, groups = _clustered(index, judged, model, decisions)
    with clock.phase("findings"):
        told = judged.taken(_worth_telling(judged, groups, index))
        compared = compare(index.table.side, index.table.side, told.left, told.right, index.table.weights)
        found = tell(index.table, index.table, told, compared, model)
    clusters = tuple(sorted(_clusters(index, groups), key=lambda c: c.members))
    return Scan(_sorted(found), clusters, len(index), seen, clock.seconds)


def _candidates(index: Index, changed: Collection[int] | None) -> tuple[Ints, Ints, Ints, int]:
    if changed is None and index.alive.all():
        found = all_candidates(index.table)
        left, right, bits = found.left, found.right, found.bits
    else:
        rows = index.rows_of(index.rows if changed is None else changed)
        found = candidates_of(index.table, index.keys, index.table, rows)
        left, right, bits = np.minimum(found.left, found.right), np.maximum(found.left, found.right), found.bits
        code = left * len(index.table.names) + right
        _, first = np.unique(code, return_index=True)
        keep = first[index.is_alive(left[first]) & index.is_alive(right[first])]
        left, right, bits = left[keep], right[keep], bits[keep]
    brand = index.table.names.brand
    other = brand[left] != brand[right]
    return left[other], right[other], bits[other], found.seen


def _with_decided(
    index: Index, pairs: tuple[Ints, Ints, Ints], changed: Collection[int] | None, decisions: Decisions
) -> tuple[Ints, Ints, Ints]:
    """The candidates, and pairs that people joined however little they look alike."""
    rows = [(index.rows[a], index.rows[b]) for a, b in sorted(decisions.same) if {a, b} <= index.rows.keys()]
    if changed is not None:
        wanted = {index.rows[id_] for id_ in changed if id_ in index.rows}
        rows = [pair for pair in rows if wanted & set(pair)]
    if not rows:
        return pairs
    first = index.table.first_spelling
    joined = np.sort(first[np.array(rows)], axis=1)
    size = len(index.table.names)
    new = joined[~np.isin(joined[:, 0] * size + joined[:, 1], pairs[0] * size + pairs[1])]
    nothing = np.zeros(len(new), np.int64)
    return np.append(pairs[0], new[:, 0]), np.append(pairs[1], new[:, 1]), np.append(pairs[2], nothing)


def _judged(index: Index, pairs: tuple[Ints, Ints, Ints], model: Model, decisions: Decisions) -> Judged:
    """Compared and judged; of several spellings of two brands the pair that speaks most for one brand."""
    left, right, bits = pairs
    table = index.table
    decided, private = _decided(index, left, right, decisions), table.private[left] | table.private[right]
    parts = [slice(start, start + _BATCH) for start in range(0, max(len(left), 1), _BATCH)]
    verdicts = Verdicts.joined(
        [
            judge(
                compare(table.side, table.side, left[part], right[part], table.weights).values,
                model,
                decided[part],
                private[part],
            )
            for part in parts
        ]
    )
    judged = Judged(left, right, bits, verdicts)
    return judged if len(table.names) == len(table.ids) else _best_spellings(index, judged)


def _best_spellings(index: Index, judged: Judged) -> Judged:
    one, two = index.table.names.brand[judged.left], index.table.names.brand[judged.right]
    code = np.minimum(one, two) * len(index.table.ids) + np.maximum(one, two)
    order = np.lexsort((-judged.verdicts.score, code))
    first = np.concatenate([[True], code[order][1:] != code[order][:-1]]) if len(code) else np.zeros(0, bool)
    return judged.taken(order[first])


def _decided(index: Index, left: Ints, right: Ints, decisions: Decisions) -> npt.NDArray[np.int8]:
    found = np.zeros(len(left), np.int8)
    if not decisions.same and not decisions.different:
        return found
    ids = index.table.ids[index.table.names.brand]
    for row, (a, b) in enumerate(zip(ids[left].tolist(), ids[right].tolist(), strict=True)):
        key = (a, b) if a < b else (b, a)
        found[row] = -1 if key in decisions.different else 1 if key in decisions.same else 0
    return found


def _linked(judged: Judged) -> Ints:
    same = (judged.verdicts.same >= LINKED) & (judged.verdicts.relation == SAME)
    return np.flatnonzero(same & ~np.isin(judged.verdicts.rule, _FORBIDS))


def _clustered(index: Index, judged: Judged, model: Model, decisions: Decisions) -> tuple[Judged, list[grouping.Group]]:
    """Clusters of linked pairs; pairs within a group that nothing had brought together are compared as well."""
    brand = index.table.names.brand
    links = _linked(judged)
    groups = grouping.connected(brand[judged.left[links]], brand[judged.right[links]], len(index.table.ids))
    judged = _completed(index, judged, groups, model, decisions)
    one, two = brand[judged.left], brand[judged.right]
    chance = np.where(np.isin(judged.verdicts.rule, _FORBIDS), np.float32(-1), judged.verdicts.same)
    links = _linked(judged)
    inside = np.zeros(len(index.table.ids), bool)
    for group in groups:
        inside[group] = True
    rows = np.flatnonzero(inside[one] & inside[two])
    known = grouping.chance_of_pairs(one[rows], two[rows], chance[rows])
    edges = list(zip(one[links].tolist(), two[links].tolist(), chance[links].tolist(), strict=True))
    return judged, grouping.clusters(edges, known, LINKED)


def _completed(index: Index, judged: Judged, groups: list[Ints], model: Model, decisions: Decisions) -> Judged:
    brand = index.table.names.brand
    size = len(index.table.ids)
    one, two = grouping.pairs_inside([group for group in groups if len(group) > 2])  # noqa: PLR2004
    grouped = np.zeros(size, bool)
    grouped[one] = grouped[two] = True
    at = grouped[brand[judged.left]] & grouped[brand[judged.right]]
    a, b = brand[judged.left[at]], brand[judged.right[at]]
    have = np.minimum(a, b) * size + np.maximum(a, b)
    missing = ~np.isin(one * size + two, have)
    first = index.table.first_spelling
    left, right = first[one[missing]], first[two[missing]]
    more = _judged(index, (left, right, np.zeros(len(left), np.int64)), model, decisions)
    return _both(judged, more)


def _both(one: Judged, two: Judged) -> Judged:
    left, right, bits = (np.append(getattr(one, n), getattr(two, n)) for n in ("left", "right", "bits"))
    return Judged(left, right, bits, Verdicts.joined([one.verdicts, two.verdicts]))


def _worth_telling(judged: Judged, groups: list[grouping.Group], index: Index) -> Ints:
    verdicts = judged.verdicts
    told = (verdicts.same >= LISTED) | (verdicts.relation != DIFFERENT) | np.isin(verdicts.rule, _FORBIDS[:1])
    group = np.full(len(index.table.ids), -1, np.int64)
    for number, found in enumerate(groups):
        group[list(found.rows)] = number
    brand = index.table.names.brand
    one, two = group[brand[judged.left]], group[brand[judged.right]]
    return np.flatnonzero(told | ((one >= 0) & (one == two)))


def _clusters(index: Index, groups: list[grouping.Group]) -> Iterator[Cluster]:
    ids = index.table.ids
    for group in groups:
        a, b = sorted(int(ids[row]) for row in group.weakest)
        members = tuple(sorted(int(ids[row]) for row in group.rows))
        yield Cluster(members, (a, b), group.probability, group.edges)


def _sorted(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda f: (-f.probability, f.a, f.b)))

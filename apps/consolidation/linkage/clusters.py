"""From pairs to clusters: no cluster hangs together by one weak link, and none holds two that must stay apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from apps.consolidation.linkage.bags import Floats, Ints

_LEAST = 0.08  # two that are this unlike are not of one cluster, whoever stands between them
WHOLE = 60  # of groups up to this size every pair is looked at


@dataclass(frozen=True, slots=True)
class Group:
    """Rows held for one, and the link that would break first."""

    rows: tuple[int, ...]
    weakest: tuple[int, int]
    probability: float
    edges: int


def connected(left: Ints, right: Ints, size: int) -> list[Ints]:
    """Groups of two rows and more that hang together by any links."""
    links = sparse.coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    _, label = connected_components(links, directed=False)
    rows = np.flatnonzero(np.bincount(label)[label] > 1)
    order = rows[np.argsort(label[rows], kind="stable")]
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return np.split(order, cuts) if len(order) else []


def pairs_inside(groups: Iterable[Ints]) -> tuple[Ints, Ints]:
    """All pairs of rows within groups of bounded size."""
    left: list[Ints] = []
    right: list[Ints] = []
    for group in groups:
        if len(group) <= WHOLE:
            one, two = np.triu_indices(len(group), 1)
            rows = np.sort(group)
            left.append(rows[one])
            right.append(rows[two])
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *left]), np.concatenate([empty, *right])


def clusters(
    edges: Sequence[tuple[int, int, float]], known: Mapping[tuple[int, int], float], linked: float
) -> list[Group]:
    """Clusters of one connected group: `edges` are its links, `known` what is known of any two, -1 for a veto.

    Strong links come first; two clusters become one when on average their members belong together and no two are
    too unlike. What is not known of a pair counts as just undecided.
    """
    member: dict[int, list[int]] = {}
    for one, two, _ in edges:
        member.setdefault(one, [one])
        member.setdefault(two, [two])
    for one, two, _ in sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1])):
        first, second = member[one], member[two]
        if first is not second and _belong(first, second, known, linked):
            first.extend(second)
            for row in second:
                member[row] = first
    found = {id(rows): rows for rows in member.values() if len(rows) > 1}
    inside: dict[int, list[tuple[int, int, float]]] = {}
    for edge in edges:
        if member[edge[0]] is member[edge[1]]:
            inside.setdefault(id(member[edge[0]]), []).append(edge)
    return [_group(rows, inside[key]) for key, rows in found.items()]


def _belong(first: list[int], second: list[int], known: Mapping[tuple[int, int], float], linked: float) -> bool:
    chances = [known.get((min(a, b), max(a, b)), linked) for a in first for b in second]
    return min(chances) >= _LEAST and sum(chances) / len(chances) >= linked


def _group(rows: list[int], edges: list[tuple[int, int, float]]) -> Group:
    bridge = _weakest_bridge(edges)
    return Group(tuple(sorted(rows)), (bridge[0], bridge[1]), bridge[2], len(edges))


def _weakest_bridge(edges: list[tuple[int, int, float]]) -> tuple[int, int, float]:
    """The weakest link of the strongest tree: the first to break if one had to."""
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        while parent.setdefault(row, row) != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    last = edges[0]
    for edge in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        one, two = root(edge[0]), root(edge[1])
        if one != two:
            parent[one] = two
            last = edge
    return last


def chance_of_pairs(left: Ints, right: Ints, chance: Floats) -> dict[tuple[int, int], float]:
    """A look-up by pair, lower row first."""
    return {(min(a, b), max(a, b)): p for a, b, p in zip(left.tolist(), right.tolist(), chance.tolist(), strict=True)}

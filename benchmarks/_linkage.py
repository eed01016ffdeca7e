"""A made-up registry for measuring linkage, and how its labels are scored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.results import LINKED, Scan
from apps.registry.formats import codes
from apps.registry.formats.names import normal_form

Pair = tuple[int, int]


@dataclass(frozen=True)
class Labels:
    """Rows of a table that are one brand, and rows that only look like one."""

    same: list[Pair]
    products: list[Pair]
    decoys: list[Pair]


@dataclass(frozen=True)
class Score:
    """What a scan found of the labels."""

    precision: float
    recall: float
    f1: float
    recall_of_candidates: float
    decoys: int
    products: float


def registry(brands: int, seed: int) -> tuple[Brands, Labels]:
    """`brands` brands with their known duplicates."""
    from apps.registry.generator import Sample

    sample = Sample(brands, brands, seed)
    made = sample.brands
    classes = {"wine": ["80"], "beer": ["901"], "spirits": ["101"]}
    table = Brands(
        ids=range(1, len(made) + 1),
        names=[one.name for one in made],
        permits=[[one.permit] for one in made],
        origins=[[one.origin] for one in made],
        classes=[classes[one.trade] for one in made],
    )
    row_of = {one.name: row for row, one in enumerate(made)}
    groups: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for label in sample.labels:
        groups[label.group].append((label.kind, row_of[label.brand_name]))
    return table, _labels(groups.values())


def _labels(groups: Iterable[list[tuple[str, int]]]) -> Labels:
    found = Labels([], [], [])
    for group in groups:
        for i, (kind, row) in enumerate(group):
            for other_kind, other in group[:i]:
                kinds = {kind, other_kind}
                pile = found.decoys if "decoy" in kinds else found.products if "sku_as_brand" in kinds else found.same
                pile.append((other, row))
    return found


def renumbered(table: Brands, rows: Sequence[int], first: int) -> Brands:
    """These rows again, with a word more and new ids: what an import brings."""
    return Brands(
        ids=range(first, first + len(rows)),
        names=[f"{table.names[row]} LLC" for row in rows],
        permits=[(table.permits or [])[row] for row in rows],
        origins=[(table.origins or [])[row] for row in rows],
        classes=[(table.classes or [])[row] for row in rows],
    )


class Together:
    """Rows that ended in one brand."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def root(self, row: int) -> int:
        """The row that stands for all that are one with this."""
        while self._up.setdefault(row, row) != row:
            self._up[row] = self._up[self._up[row]]
            row = self._up[row]
        return row

    def join(self, one: int, two: int) -> None:
        """These are one."""
        self._up[self.root(one)] = self.root(two)


def score(table: Brands, labels: Labels, found: Scan) -> Score:
    """Precision counts every linked pair that is not labelled as one brand as wrong."""
    together = _by_import(table)
    imported = {row: together.root(row) for row in range(len(table))}
    linked = [(f.a - 1, f.b - 1) for f in found.findings if f.relation == "same_brand" and f.probability >= LINKED]
    for one, two in linked:
        together.join(one, two)
    same = {frozenset(pair) for pair in labels.same}
    hits = sum(together.root(a) == together.root(b) for a, b in labels.same)
    wrong = sum(frozenset(pair) not in same and imported[pair[0]] != imported[pair[1]] for pair in linked)
    precision, recall = hits / max(hits + wrong, 1), hits / max(len(labels.same), 1)
    nested = {frozenset((f.a - 1, f.b - 1)) for f in found.findings if f.relation == "sku_of_brand"}
    return Score(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(precision + recall, 1e-9),
        recall_of_candidates=_candidate_recall(table, labels, imported),
        decoys=sum(together.root(a) == together.root(b) for a, b in labels.decoys),
        products=sum(frozenset(pair) in nested for pair in labels.products) / max(len(labels.products), 1),
    )


def _by_import(table: Brands) -> Together:
    """What an import makes one brand: equal normal form, and one permit or one foreign origin."""
    together = Together()
    first: dict[tuple[str, str], int] = {}
    for row, name in enumerate(table.names):
        marks = [*(table.permits or [])[row], *(o for o in (table.origins or [])[row] if codes.is_imported(o))]
        for mark in marks:
            together.join(row, first.setdefault((normal_form(name), mark), row))
    return together


def _candidate_recall(table: Brands, labels: Labels, imported: dict[int, int]) -> float:
    from apps.consolidation.linkage.candidates import all_candidates
    from apps.consolidation.linkage.tables import Table

    ready = Table.of(table)
    found = all_candidates(ready)
    met = set(zip(ready.names.brand[found.left].tolist(), ready.names.brand[found.right].tolist(), strict=True))
    wanted = labels.same + labels.products
    hits = sum((min(p), max(p)) in met or imported[p[0]] == imported[p[1]] for p in wanted)
    return hits / max(len(wanted), 1)

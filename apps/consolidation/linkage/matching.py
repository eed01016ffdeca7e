"""Answers about single names: "is this new?", asked of an index, and "are these two one brand?", asked of a pair."""

from collections.abc import Sequence

import numpy as np

from apps.consolidation.linkage.candidates import candidates_of
from apps.consolidation.linkage.features import compare
from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.judging import judge
from apps.consolidation.linkage.model import Model, shipped
from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.results import LISTED, RELATIONS, Finding, Match
from apps.consolidation.linkage.scanning import Judged
from apps.consolidation.linkage.tables import Table
from apps.consolidation.linkage.telling import tell

_DIFFERENT = RELATIONS.index("different")
_BATCH = 20_000


def match(record: Brands, index: Index, *, model: Model | None = None, most: int = 5) -> list[Match]:
    """Known brands that the one brand of `record` may be, likeliest first; an empty list means that it is new.

    The verdict on a pair is the one a scan would give. In the findings the asked brand has the id it was given with;
    a brand that is already known under that id is not compared with itself. The index stays as it was.
    """
    model = model or shipped()
    known = index.keys
    guest = index.table.guest(record)
    found = candidates_of(index.table, known, guest, np.arange(len(guest.names)))
    keep = index.is_alive(found.right)
    owner = index.table.ids[index.table.names.brand[found.right]]
    keep &= owner != guest.ids[guest.names.brand[found.left]]
    left, right, bits = found.left[keep], found.right[keep], found.bits[keep]
    compared = compare(guest.side, index.table.side, left, right, guest.weights)
    private = guest.private[left] | index.table.private[right]
    verdicts = judge(compared.values, model, np.zeros(len(left), np.int8), private)
    judged = Judged(left, right, bits, verdicts)
    best = _best(judged, index, most)
    told = tell(guest, index.table, judged.taken(best), compared.taken(best), model)
    ids = index.table.ids[index.table.names.brand[right[best]]]
    return [Match(int(id_), finding) for id_, finding in zip(ids, told, strict=True)]


def _best(judged: Judged, index: Index, most: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The likeliest rows, each known brand once, without those that say nothing."""
    verdicts = judged.verdicts
    related = 1 - verdicts.chances[:, _DIFFERENT]
    worth = (verdicts.same >= LISTED) | (verdicts.relation != _DIFFERENT)
    order = np.lexsort((judged.right, -related, -verdicts.same))
    order = order[worth[order]]
    brand = index.table.names.brand[judged.right[order]]
    _, first = np.unique(brand, return_index=True)
    return np.asarray(order[np.sort(first)][:most], np.int64)


def compare_pairs(left: Brands, right: Brands, *, model: Model | None = None) -> list[Finding]:
    """What is thought of each pair of rows: the first of `left` with the first of `right`, and so on.

    Nothing else is needed: how common a word is comes from the names of the trade at large, and how common a holder
    or an origin is counts as not known.
    """
    model = model or shipped()
    found: list[Finding] = []
    for start in range(0, len(left), _BATCH):
        part = slice(start, start + _BATCH)
        found += _pairs(left.part(part), right.part(part), model)
    return found


def _pairs(left: Brands, right: Brands, model: Model) -> list[Finding]:
    table = Table.of(left, own_words=False)
    guest = table.guest(right)
    _forget_sizes(guest)
    a, b = table.first_spelling, guest.first_spelling
    compared = compare(table.side, guest.side, a, b, guest.weights)
    verdicts = judge(compared.values, model, np.zeros(len(a), np.int8), table.private[a] | guest.private[b])
    return tell(table, guest, Judged(a, b, np.zeros(len(a), np.int64), verdicts), compared, model)


def _forget_sizes(table: Table) -> None:
    """A list of pairs says nothing about how many brands a holder has: all are taken for ordinary ones."""
    weights = table.weights
    for name in ("families", "origins", "hosts", "fanciful"):
        setattr(weights, name, np.full(len(getattr(weights, name)), _ORDINARY[name], np.float32))


_ORDINARY = {"families": 7.0, "origins": 2.0, "hosts": 9.0, "fanciful": 6.0}


def rows_in_order(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """The findings as a report has them."""
    return [
        {
            "relation": f.relation,
            "relation_probability": round(f.relation_probability, 4),
            "probability": round(f.probability, 4),
            "reasons": [reason.as_dict() for reason in f.reasons],
        }
        for f in findings
    ]

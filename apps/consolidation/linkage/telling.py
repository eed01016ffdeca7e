"""Findings as they are told: who is the child, which words count, and the reasons with their weights."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.blocking import KEYS
from apps.consolidation.linkage.circumstance import SAME_HOST, SHARED_HOLDER
from apps.consolidation.linkage.columns import Names
from apps.consolidation.linkage.features import FEATURES, Compared
from apps.consolidation.linkage.judging import RULES
from apps.consolidation.linkage.model import Model
from apps.consolidation.linkage.packing import packed
from apps.consolidation.linkage.results import RELATIONS, Finding
from apps.consolidation.linkage.tables import Table
from apps.consolidation.linkage.wording import GROUPS, Facts, reasons

if TYPE_CHECKING:
    from apps.consolidation.linkage.scanning import Judged

_DIRECTED = ("sku_of_brand", "brand_of_portfolio")
_HOLDER, _WEBSITE = FEATURES.index("holder"), FEATURES.index("website")


def tell(left: Table, right: Table, judged: "Judged", compared: Compared, model: Model) -> list[Finding]:
    """Findings about pairs of a row of `left` and a row of `right`: one for each row of `judged` and `compared`."""
    if not len(judged.left):
        return []
    parts = model.heads["same_brand"].contributions(compared.values, model.columns)
    weights = _by_group(parts)
    told = _Told(
        rows=list(zip(judged.left.tolist(), judged.right.tolist(), strict=True)),
        relations=judged.verdicts.relation.tolist(),
        best=judged.verdicts.chances.max(axis=1).tolist(),
        same=judged.verdicts.same.tolist(),
        scores=judged.verdicts.score.tolist(),
        rules=judged.verdicts.rule.tolist(),
        by_rule=judged.verdicts.by_rule.tolist(),
        child=compared.child_is_a.tolist(),
        bits=judged.bits.tolist(),
        values=compared.values.tolist(),
        weights=[
            dict(zip(weights, row, strict=True)) for row in zip(*(w.tolist() for w in weights.values()), strict=True)
        ],
        left=_side(left, judged.left),
        right=_side(right, judged.right),
    )
    return [_finding(told, i) for i in range(len(told.rows))]


def _by_group(parts: Mapping[str, Floats]) -> dict[str, Floats]:
    """The contributions of all features of one kind of reason together."""
    size = len(next(iter(parts.values())))
    nothing = np.zeros(size, np.float32)
    return {g: sum((parts[name] for name in names if name in parts), nothing) for g, names in GROUPS.items()}


class _Told(NamedTuple):
    """Everything a finding is made from, as plain lists: one number at a time is slow to get from arrays."""

    rows: list[tuple[int, int]]
    relations: list[int]
    best: list[float]
    same: list[float]
    scores: list[float]
    rules: list[int]
    by_rule: list[float]
    child: list[bool]
    bits: list[int]
    values: list[list[float]]
    weights: list[dict[str, float]]
    left: tuple[Table, list[int], list[int]]
    right: tuple[Table, list[int], list[int]]


def _side(table: Table, spellings: Ints) -> tuple[Table, list[int], list[int]]:
    """A table, and for each pair the row and the id of its brand there."""
    brands = table.names.brand[spellings]
    return table, brands.tolist(), table.ids[brands].tolist()


def _finding(told: _Told, i: int) -> Finding:
    relation, rule = RELATIONS[told.relations[i]], RULES[told.rules[i]]
    (left, left_brands, left_ids), (right, right_brands, right_ids) = told.left, told.right
    spelt = told.rows[i]
    brands = left_brands[i], right_brands[i]
    values = told.values[i]
    a, b = left_ids[i], right_ids[i]
    swap = not told.child[i] if relation in _DIRECTED else a > b
    return Finding(
        a=b if swap else a,
        b=a if swap else b,
        relation=relation,
        relation_probability=told.best[i],
        probability=told.same[i],
        score=told.scores[i],
        reasons=reasons(
            _facts(left, right, spelt, brands, values), told.weights[i], told.scores[i], rule, told.by_rule[i]
        ),
        keys=_keys(told.bits[i]),
        veto=rule if rule != "decided_same" else "",
        must_link=rule == "decided_same",
        same_family=values[_HOLDER] >= SHARED_HOLDER,
        same_host=values[_WEBSITE] == SAME_HOST,
        compared=packed(values),
    )


@cache
def _keys(bits: int) -> tuple[str, ...]:
    return tuple(key for bit, key in enumerate(KEYS) if bits >> bit & 1)


def _facts(left: Table, right: Table, spelt: tuple[int, int], brands: tuple[int, int], values: list[float]) -> Facts:
    first, second = left.names.text[spelt[0]].split(), right.names.text[spelt[1]].split()
    return Facts(
        values=dict(zip(FEATURES, values, strict=True)),
        a=_shown(left.texts[brands[0]]),
        b=_shown(right.texts[brands[1]]),
        shared=" ".join([word for word in first if word in second])[:_SHOWN],
        only_a=" ".join([word for word in first if word not in second])[:_SHOWN],
        only_b=" ".join([word for word in second if word not in first])[:_SHOWN],
        more=_more(left.names, right.names, spelt)[:_SHOWN],
    )


def _shown(name: str) -> str:
    """A name within a sentence, which has a full stop of its own."""
    return name[:_SHOWN].rstrip(" .")


def _more(left: Names, right: Names, spelt: tuple[int, int]) -> str:
    """What one name has beside what names it and the other has not, where only one has any."""
    sides = [
        (names.full[row].split(), names.text[row].split()) for names, row in zip((left, right), spelt, strict=True)
    ]
    (one, own), (two, other) = sides
    first = [word for word in one if word not in own and word not in two]
    second = [word for word in two if word not in other and word not in one]
    return " ".join(first or second) if not (first and second) else ""


_SHOWN = 80  # letters of a name within a sentence

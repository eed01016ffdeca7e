"""Findings as they are told: who is the child, which words count, and the reasons with their weights."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apps.consolidation.linkage.bags import Floats
from apps.consolidation.linkage.blocking import KEYS
from apps.consolidation.linkage.circumstance import SAME_HOST, SHARED_HOLDER
from apps.consolidation.linkage.features import FEATURES
from apps.consolidation.linkage.judging import RULES
from apps.consolidation.linkage.model import Model
from apps.consolidation.linkage.results import RELATIONS, Finding
from apps.consolidation.linkage.tables import Table
from apps.consolidation.linkage.wording import Facts, reasons

if TYPE_CHECKING:
    from apps.consolidation.linkage.index import Index
    from apps.consolidation.linkage.scanning import Judged

_DIRECTED = ("sku_of_brand", "brand_of_portfolio")
_HOLDER, _WEBSITE = FEATURES.index("holder"), FEATURES.index("website")


def findings_of(index: "Index", judged: "Judged", model: Model) -> list[Finding]:
    """One finding for each row."""
    return tell(index.table, index.table, judged, model)


def tell(left: Table, right: Table, judged: "Judged", model: Model) -> list[Finding]:
    """Findings about pairs of a row of `left` and a row of `right`."""
    parts = model.heads["same_brand"].contributions(judged.values, model.columns)
    columns = {name: part.tolist() for name, part in parts.items()}
    return [
        _finding(left, right, judged, i, {name: part[i] for name, part in columns.items()})
        for i in range(len(judged.left))
    ]


def _finding(left: Table, right: Table, judged: "Judged", i: int, parts: Mapping[str, float]) -> Finding:
    verdicts = judged.verdicts
    relation = RELATIONS[int(verdicts.relation[i])]
    row_a, row_b = int(judged.left[i]), int(judged.right[i])
    one, two = int(left.names.brand[row_a]), int(right.names.brand[row_b])
    facts = _facts(left, right, (row_a, row_b), (one, two), judged.values[i])
    rule = RULES[int(verdicts.rule[i])]
    said = reasons(facts, parts, float(verdicts.score[i]), rule, float(verdicts.by_rule[i]))
    a, b = int(left.ids[one]), int(right.ids[two])
    swap = not judged.child[i] if relation in _DIRECTED else a > b
    return Finding(
        a=b if swap else a,
        b=a if swap else b,
        relation=relation,
        relation_probability=float(verdicts.chances[i].max()),
        probability=float(verdicts.same[i]),
        score=float(verdicts.score[i]),
        reasons=said,
        keys=tuple(key for bit, key in enumerate(KEYS) if int(judged.bits[i]) >> bit & 1),
        veto=rule if rule != "decided_same" else "",
        must_link=rule == "decided_same",
        same_family=bool(judged.values[i][_HOLDER] >= SHARED_HOLDER),
        same_host=bool(judged.values[i][_WEBSITE] == SAME_HOST),
    )


def _facts(left: Table, right: Table, spelt: tuple[int, int], brands: tuple[int, int], values: Floats) -> Facts:
    first, second = left.names.text[spelt[0]].split(), right.names.text[spelt[1]].split()
    return Facts(
        values=dict(zip(FEATURES, values.tolist(), strict=True)),
        a=left.texts[brands[0]][:_SHOWN],
        b=right.texts[brands[1]][:_SHOWN],
        shared=" ".join([word for word in first if word in second])[:_SHOWN],
        only_a=" ".join([word for word in first if word not in second])[:_SHOWN],
        only_b=" ".join([word for word in second if word not in first])[:_SHOWN],
    )


_SHOWN = 80  # letters of a name within a sentence

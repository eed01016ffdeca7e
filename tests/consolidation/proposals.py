"""Proposals as a scan would make them."""

from itertools import combinations
from typing import Any

from apps.brands.models import Brand
from apps.consolidation.models import Proposal


def propose(*brands: Brand, relation: str = "same_brand", probability: float = 0.8, **fields: Any) -> Proposal:
    """A proposal about these brands."""
    ids = sorted(one.pk for one in brands)
    evidence = {name: fields.pop(name, False) for name in ("same_host", "same_family")}
    pairs = [
        {
            "a": a, "b": b, "relation": relation, "probability": probability, "relation_probability": probability,
            "reasons": [{"feature": "name", "value": 1, "weight": 2.0, "text": "The names are alike."}], **evidence,
        }
        for a, b in combinations(ids, 2)
    ]  # fmt: skip
    return Proposal.objects.create(
        key=f"{relation}:{ids}", relation=relation, member_ids=ids, pairs=pairs, probability=probability,
        relation_probability=probability, **fields,
    )  # fmt: skip

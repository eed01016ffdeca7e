"""Merging brands that a person has ticked: looked at first, then done in the background as one act."""

from collections.abc import Mapping
from typing import Any

from apps.consolidation.models import Merge
from apps.consolidation.selectors.decided import rules
from apps.consolidation.services import merging
from apps.consolidation.services.merging import Order
from apps.core.models import Job
from apps.core.services.jobs import enqueue


def start(order: Order) -> Job:
    """Merge in the background, by the rules that hold when it runs. What can be told beforehand is refused here: raises as
    `merge_brands`."""
    merging.preview(order)
    args = {
        "survivor_id": order.survivor_id,
        "absorbed_ids": list(order.absorbed_ids),
        "relation": str(order.relation),
        "choices": dict(order.choices),
        "reason": order.reason,
    }
    return enqueue("consolidation.merge", title="Merge brands", args=args)


def run(args: Mapping[str, Any]) -> Merge:
    """Do what `start` was asked for. Raises as `merge_brands`."""
    return merging.merge_brands(Order(**args, policy=rules().survivorship))

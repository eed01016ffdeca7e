"""Merging brands that a person has ticked: looked at first, then done in the background as one act."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from apps.consolidation.models import Merge, Proposal
from apps.consolidation.selectors.decided import rules
from apps.consolidation.services import asking, merging
from apps.consolidation.services.merging import Order
from apps.consolidation.services.steps import Watch
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


def run(args: Mapping[str, Any], watch: Watch | None = None) -> Merge | list[Proposal]:
    """Do what `start` was asked for: a merge, or what waits for a second person where the policy wants two by now. `watch`
    hears of each step and may stop it: then nothing was done. Raises as `merge_brands`."""
    order = Order(**args)
    if asking.wants_two(order):
        return asking.ask(order, watch=watch)
    return merging.merge_brands(replace(order, policy=rules().survivorship), watch)

"""Settling many proposals with one word, in the background: each is an act of its own in a transaction of its own, so what was
done before a stop stays done and can be undone alone."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.choices import WAITING
from apps.consolidation.models import Proposal
from apps.consolidation.services import reviewing
from apps.consolidation.services.merging import AlreadyMerged, BadMerge
from apps.consolidation.services.reviewing import Claimed, NoSuchProposal, NotOpen, Superseded
from apps.core.jobs import Run
from apps.core.models import Job
from apps.core.services.jobs import enqueue

MOST = 100
REFUSALS = (Superseded, NotOpen, Claimed, BadMerge, AlreadyMerged, NoSuchRecord, NoSuchProposal)
"""Why a proposal cannot be settled; it is left as it is."""
ACTS: Mapping[str, Callable[[int, str], Proposal]] = {
    "approve": lambda pk, _reason: reviewing.approve(pk),
    "reject": lambda pk, reason: reviewing.reject(pk, reason=reason),
    "skip": lambda pk, _reason: reviewing.skip(pk),
}
TITLES = {"approve": "Approve proposals", "reject": "Reject proposals", "skip": "Skip proposals"}


class NoSuchAct(ValueError):
    """What is to be done with them is none of `ACTS`, or they are none or too many."""

    code = "invalid_value"
    hint = "Name approve, reject or skip, and 1 to 100 proposals."


def start(act: str, ids: Sequence[int], *, reason: str = "") -> Job:
    """Do it in the background, in this order. Raises `NoSuchAct`."""
    meant = list(dict.fromkeys(ids))
    if act not in ACTS or not 1 <= len(meant) <= MOST:
        raise NoSuchAct(_("This cannot be done with so many proposals at once."))
    return enqueue("consolidation.settle", title=TITLES[act], args={"act": act, "proposals": meant, "reason": reason})


def run(args: Mapping[str, Any], line: Run) -> dict[str, Any]:
    """What became of them: {act, settled, first, left, why}. `first` had the first of two approvals; `why` says of those left
    how many there are for each reason. What was settled before, by whomever, is left."""
    found: Counter[str] = Counter()
    why: Counter[str] = Counter()
    for place, pk in enumerate(args["proposals"]):
        line.progress(place, len(args["proposals"]))
        try:
            found[_one(args, pk)] += 1
        except REFUSALS as error:
            why[str(error)] += 1
            line.log(f"Proposal {pk}: {error}")
    line.progress(len(args["proposals"]), len(args["proposals"]))
    return {
        "act": args["act"],
        "settled": found["settled"],
        "first": found["first"],
        "left": why.total(),
        "why": dict(why),
    }


def _one(args: Mapping[str, Any], pk: int) -> str:
    """Whether it is settled, or had its first approval. What somebody settled meanwhile is refused, even the same way."""
    row = Proposal.objects.filter(pk=pk).first()
    if row is not None and row.state not in WAITING:
        raise NotOpen(reviewing.settled_text(row))
    done = ACTS[args["act"]](pk, args["reason"])
    return "first" if args["act"] == "approve" and done.state in WAITING else "settled"

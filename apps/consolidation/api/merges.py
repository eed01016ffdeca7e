"""Merges: do one, look at it, take it back."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.consolidation.api import bodies
from apps.consolidation.api.proposals import PROPOSAL
from apps.consolidation.models import Merge
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.lists import MERGES
from apps.consolidation.selectors.merges import may_undo, merge, will_move
from apps.consolidation.selectors.proposals import proposals
from apps.consolidation.services import asking, merging, policies, unmerging_many
from apps.consolidation.services.merging import Order
from apps.consolidation.services.unmerging_many import Batch
from apps.consolidation.words import FIELDS
from apps.core import context
from apps.core.rest.docs import (
    BOOLEAN,
    ID,
    INTEGER,
    ROW,
    array,
    component,
    ids,
    maybe,
    obj,
    page_of,
    row_schema,
    widened,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, WorkspaceView, describe
from apps.core.services import undo as undoing

LISTED = row_schema(MERGES)
MERGE = component("Merge", widened(LISTED, undone_by=maybe(INTEGER)))
NEW = obj(
    "survivor_id", "absorbed_ids",
    survivor_id=ID, absorbed_ids=ids(least=1),
    relation={"type": "string", "enum": ["same_brand", "sku_of_brand"]},
    choices={"type": "object", "properties": dict.fromkeys(FIELDS, ID), "additionalProperties": False,
             "description": "Per field the brand whose value is kept."},
    reason=bodies.TEXT, dry_run=BOOLEAN, example={"survivor_id": 12, "absorbed_ids": [31]},
)  # fmt: skip
PLAN = component("MergePlan", obj(survivor_id=INTEGER, absorbed_ids=array(INTEGER), fields=ROW, moves=ROW))
ASKED = component("MergeAsked", obj("proposals", proposals=array(PROPOSAL)))
KNOWN = ("survivor_id", "absorbed_ids", "relation", "choices", "reason", "dry_run")
OUTCOME = component("MergeUndone", obj(change_set=maybe(INTEGER), undone=INTEGER, kept=INTEGER, conflicts=array(ROW)))
ONE_OF = [{"required": ["scan"]}, {"required": ["policy"]}, {"required": ["job"]}]
REFUSALS = ("bad_merge", "already_merged", "merged")


class MergeList(ListView, Posting):
    """Merges, newest first. Each stands until it is undone."""

    resource = "merges"
    listing = MERGES

    @describe("List merges", answer=page_of(component("MergeRow", LISTED)))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe(
        "Merge brands", body=NEW, answer=MERGE, status=201, errors=(*REFUSALS, "proposal_claimed"),
        also={202: ("A second person has to approve it.", ASKED)},
    )  # fmt: skip
    def create(self, request: Request) -> HttpResponse:
        """With `dry_run` nothing is done: the answer says what would move and what each field would be. Where the policy
        wants two people (`four_eyes_from`) nothing is merged: the answer is 202 with a proposal per absorbed brand, each
        approved by you, which another person's approval merges (`state` is then approved)."""
        body = self.body(known=KNOWN, needed=("survivor_id", "absorbed_ids"))
        order = Order(
            bodies.needed(body, "survivor_id"),
            bodies.wholes(body, "absorbed_ids"),
            bodies.text(body, "relation") or "same_brand",
            choices=bodies.choices(body),
            policy=rules().survivorship,
            reason=bodies.text(body, "reason"),
        )
        if bodies.flag(body, "dry_run"):
            return answer(_plan(order))
        if asking.wants_two(order):
            return answer({"proposals": proposals([one.pk for one in asking.ask(order)])}, 202)
        made = merging.merge_brands(order)
        return answer(merge(made.pk), 201, {"Location": f"{request.path.rstrip('/')}/{made.pk}"})


def _plan(order: Order) -> dict[str, Any]:
    kept = merging.preview(order)
    fields = {name: one.as_dict() for name, one in kept.items()}
    ids = {"survivor_id": order.survivor_id, "absorbed_ids": list(order.absorbed_ids)}
    return {**ids, "fields": fields, "moves": will_move(order.absorbed_ids)}


class MergeDetail(RecordView):
    """One merge."""

    resource = "merges"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return merge(key)

    @describe("Show a merge", answer=MERGE)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The merge."""
        return super().get(request, key)


class MergeUndoPreview(WorkspaceView):
    """What taking a merge back would meet."""

    resource = "merges"

    @describe("See what undoing a merge would meet", answer=OUTCOME)
    def get(self, request: Request, key: int) -> HttpResponse:
        """Nothing is changed."""
        found = undoing.preview(_row(key).change_set_id)
        return answer({"change_set": None, "undone": 0, "kept": 0, "conflicts": found.conflicts})


class MergeUndo(Posting):
    """Takes a merge back, whatever its age: leads any, others their own."""

    resource = "merges"
    actions = {"POST": "undo_own"}

    @describe(
        "Undo a merge",
        answer=OUTCOME,
        body=obj(choice={"type": ["string", "null"], "enum": ["keep_later", "overwrite", None]}),
        body_needed=False,
        errors=("already_undone", "undo_conflict"),
    )
    def create(self, request: Request, key: int) -> HttpResponse:
        """Later edits stay with `keep_later`; without a choice a conflict refuses."""
        choice = self.body(known=("choice",)).get("choice")
        if choice not in (None, "keep_later", "overwrite"):
            raise BadBody([("choice", "Use keep_later or overwrite.")])
        row = _row(key)
        if not may_undo(context.current().actor, row.actor_id):
            raise PermissionDenied
        done = asdict(undoing.undo(row.change_set_id, choice=choice))
        policies.pause_if_broken()
        return answer({name: done[name] for name in ("change_set", "undone", "kept", "conflicts")})


class MergesUndo(Posting):
    """Takes many merges back."""

    resource = "merges"
    actions = {"POST": "undo"}

    @describe(
        "Undo many merges",
        body=obj("ids", ids=ids(unmerging_many.MOST, least=1), example={"ids": [7, 8, 9]}),
        answer=component("MergesUndoJob", obj("job", job=INTEGER)),
        status=202,
    )
    def create(self, request: Request) -> HttpResponse:
        """In the background, the newest first, each an undo of its own; later edits stay. At most 500."""
        body = self.body(known=("ids",), needed=("ids",))
        ids = bodies.wholes(body, "ids")
        if not 0 < len(ids) <= unmerging_many.MOST:
            raise BadBody([("ids", f"Send 1 to {unmerging_many.MOST} ids.")])
        return answer({"job": unmerging_many.start(ids).pk}, 202)


class BatchUndo(Posting):
    """Takes all automatic merges of a scan or of a policy, or all merges of a job, back."""

    resource = "merges"
    actions = {"POST": "undo"}

    @describe(
        "Undo all automatic merges of a scan or a policy, or all of a job",
        body={
            **obj(scan=ID, policy=ID, job=ID, dry_run=BOOLEAN, example={"scan": 12, "dry_run": True}),
            "oneOf": ONE_OF,
        },
        answer=component(
            "BatchUndo",
            obj("job", job=maybe(INTEGER), merges=INTEGER, brands=INTEGER, moved=ROW, touched=INTEGER),
        ),
        status=202,
    )
    def create(self, request: Request) -> HttpResponse:
        """In the background, the newest first; later edits stay. With `dry_run` nothing is done. `touched`: surviving brands
        that were changed since."""
        body = self.body(known=("scan", "policy", "job", "dry_run"))
        batch = Batch(**{name: bodies.whole(body, name) for name in ("scan", "policy", "job")})
        if not batch.is_one:
            raise BadBody([("scan", "Name a scan, a policy or a job that settled proposals, one of the three.")])
        found = unmerging_many.look_batch(batch)
        del found["newest"]
        job = None if bodies.flag(body, "dry_run") else unmerging_many.start_batch(batch).pk
        return answer({"job": job, **found}, 202)


class MergeAudit(Posting):
    """A person's word on an automatic merge."""

    resource = "merges"
    actions = {"POST": "create"}

    @describe("Say whether an automatic merge was right", body=obj("right", right=BOOLEAN), answer=MERGE)
    def create(self, request: Request, key: int) -> HttpResponse:
        """Too many wrong ones stop automatic merging."""
        body = self.body(known=("right",), needed=("right",))
        policies.audit(_row(key).pk, right=bodies.flag(body, "right"))
        return answer(merge(key))


def _row(key: int) -> Merge:
    row = Merge.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    return row

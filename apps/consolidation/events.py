"""What has happened to brands that were found to be one."""

from dataclasses import dataclass

from apps.core.events import event


@event("proposal.created")
@dataclass(frozen=True)
class ProposalCreated:
    """A scan found something new. One event for all proposals of the scan; `proposal_ids` has the first hundred."""

    scan_id: int
    count: int
    proposal_ids: list[int]


@event("proposal.updated")
@dataclass(frozen=True)
class ProposalUpdated:
    """A person did something with a proposal; `what` is claimed, assigned, commented, skipped, approved or the like."""

    proposal_id: int
    what: str
    state: str


@event("brand.merged")
@dataclass(frozen=True)
class BrandMerged:
    """Brands went into another one, which answers for them. `moved` counts the rows that followed, by kind."""

    merge_id: int
    survivor_id: int
    absorbed_ids: list[int]
    relation: str
    moved: dict[str, int]
    origin: str


@event("merge.undone")
@dataclass(frozen=True)
class MergeUndone:
    """A merge was taken back (`stands` false), or stands again because that was taken back."""

    merge_id: int
    survivor_id: int
    absorbed_ids: list[int]
    stands: bool
    reattached: int
    origin: str


@event("model.learnt")
@dataclass(frozen=True)
class ModelLearnt:
    """A model was fitted to the decisions of this workspace; `is_better` says how it did on those held back."""

    version_id: int
    is_better: bool


@event("model.chosen")
@dataclass(frozen=True)
class ModelChosen:
    """Scans use another model from now on: a version of this workspace, or the one that ships (None)."""

    version_id: int | None
    before_id: int | None
    origin: str

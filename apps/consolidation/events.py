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

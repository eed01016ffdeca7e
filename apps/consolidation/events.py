"""What has happened to brands that were found to be one."""

from dataclasses import dataclass

from apps.core.events import event


@event("proposal.created")
@dataclass(frozen=True)
class ProposalCreated:
    """A scan found something new, or a person asked for a merge that wants two (`scan_id` is None). One event for all of
    them; `proposal_ids` has the first hundred."""

    scan_id: int | None
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


@event("proposal.handed_over")
@dataclass(frozen=True)
class ProposalHandedOver:
    """Proposals of members who are away went to their stand-ins, or back; `proposal_ids` has the first hundred."""

    count: int
    proposal_ids: list[int]


@event("proposal.reminded")
@dataclass(frozen=True)
class ProposalReminded:
    """Reviewers were told that proposals are due soon; `proposal_ids` has the first hundred."""

    count: int
    proposal_ids: list[int]


@event("proposal.escalated")
@dataclass(frozen=True)
class ProposalEscalated:
    """Proposals that nobody settled in time went up; `proposal_ids` has the first hundred."""

    count: int
    proposal_ids: list[int]


@event("proposal.expired")
@dataclass(frozen=True)
class ProposalExpired:
    """Proposals that nobody decided left the queue; `proposal_ids` has the first hundred."""

    count: int
    proposal_ids: list[int]


@event("route.saved")
@dataclass(frozen=True)
class RouteSaved:
    """A route of reviews was made, changed or moved."""

    route_id: int
    origin: str


@event("route.deleted")
@dataclass(frozen=True)
class RouteDeleted:
    """A route of reviews was taken away; what it had taken waits on."""

    route_id: int
    origin: str


@event("absence.saved")
@dataclass(frozen=True)
class AbsenceSaved:
    """A member is away for some days, with or without a stand-in."""

    absence_id: int
    user_id: int
    origin: str


@event("absence.deleted")
@dataclass(frozen=True)
class AbsenceDeleted:
    """A member is not away after all."""

    absence_id: int
    user_id: int
    origin: str


@event("policy.set")
@dataclass(frozen=True)
class PolicySet:
    """Other rules of merging hold, or automatic merging was switched on or off, or paused itself."""

    policy_id: int
    is_automatic: bool
    paused: bool

"""The lists of this app as declarations."""

from apps.consolidation import filters
from apps.consolidation.models import Absence, Decision, Merge, ModelVersion, Proposal, Route, Scan
from apps.core.keyset import Sort
from apps.core.listing import Listing

BY_ID = Sort("id", unique=True)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


PROPOSALS = Listing(
    name="proposals",
    base=Proposal.objects.all,
    columns={
        **_same("id", "relation", "state", "member_ids", "survivor_id", "probability", "relation_probability"),
        **_same("weakest", "priority", "veto", "pairs", "approvals"),
        "merge": "merge_id",
        "scan": "scan_id",
        **_same("undone_at", "claimed_by_id", "claimed_by_name", "claimed_until", "assigned_to_id", "assigned_to_name"),
        "queue": "route_id",
        **_same("is_urgent", "for_role", "stand_in_for_id", "waits_since", "due_at", "remind_at", "escalate_at"),
        **_same("escalated_at", "settled_by_name", "settled_at", "created_at"),
    },
    filters=filters.ProposalFilters,
    sorts={
        "id": BY_ID,
        "priority": Sort("priority"),
        "probability": Sort("probability"),
        "due_at": Sort("due_at", kind="moment", nullable=True),
    },
    order="-priority",
    tracked=False,
    optional=frozenset({"pairs"}),
)

DECISIONS = Listing(
    name="decisions",
    base=Decision.objects.all,
    columns={
        **_same("id", "a_id", "b_id", "verdict", "survivor_id", "reason", "probability"),
        "proposal": "proposal_id",
        **_same("is_automatic", "actor_id", "actor_name", "expires_at", "created_at"),
    },
    filters=filters.DecisionFilters,
    sorts={"id": BY_ID},
    order="-id",
    tracked=False,
)

MERGES = Listing(
    name="merges",
    base=Merge.objects.all,
    columns={
        **_same("id", "relation", "survivor_id", "absorbed_ids", "names", "fields", "moved", "stayed", "reason"),
        "change_set": "change_set_id",
        "proposal": "proposal_id",
        "scan": "scan_id",
        **_same("probability", "is_automatic", "to_audit", "audit", "actor_id", "actor_name", "created_at"),
    },
    filters=filters.MergeFilters,
    sorts={"id": BY_ID},
    order="-id",
    tracked=False,
)

SCANS = Listing(
    name="scans",
    base=Scan.objects.all,
    columns={
        **_same("id", "is_full", "state"),
        "brands": "compared",
        **_same("changed", "candidates", "pairs", "by_relation"),
        **_same("proposals_new", "merged", "seconds"),
        "model": "version_id",
        "job": "job_id",
        **_same("actor_name", "created_at", "finished_at"),
    },
    filters=filters.ScanFilters,
    sorts={"id": BY_ID},
    order="-id",
    tracked=False,
)

VERSIONS = Listing(
    name="models",
    base=ModelVersion.objects.all,
    columns={
        **_same("id", "state", "decisions", "learnt_from", "held_back", "training_set", "tuning", "before", "after"),
        **_same("is_better"),
        "against": "against_id",
        "job": "job_id",
        **_same("actor_id", "actor_name", "created_at", "finished_at"),
    },
    filters=filters.VersionFilters,
    sorts={"id": BY_ID},
    order="-id",
    tracked=False,
)

ROUTES = Listing(
    name="routes",
    base=Route.objects.all,
    columns={
        **_same(
            "id", "name", "position", "relations", "probability_from", "probability_to", "brands_from", "skus_from"
        ),
        **_same("origins", "categories", "permits", "service_importer", "user_id", "role", "sla_hours", "remind_hours"),
        **_same("escalate_hours", "escalate_to_id", "escalate_role"),
    },
    filters=filters.RouteFilters,
    sorts={"position": Sort("position"), "id": BY_ID},
    order="position",
)

ABSENCES = Listing(
    name="absences",
    base=Absence.objects.all,
    columns=_same("id", "user_id", "user_name", "first_day", "last_day", "stand_in_id", "stand_in_name"),
    filters=filters.AbsenceFilters,
    sorts={"first_day": Sort("first_day", kind="date"), "id": BY_ID},
    order="-first_day",
)

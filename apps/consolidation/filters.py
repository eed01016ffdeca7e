"""What lists of proposals, decisions, merges and scans can be asked."""

from typing import Any, ClassVar

from django.db.models import Q
from django.utils import timezone

from apps.consolidation.choices import ProposalState, Relation, ScanState, Verdict, VersionState
from apps.consolidation.models import Absence, Decision, Merge, ModelVersion, Proposal, Route, Scan
from apps.core.filtering import AnyOf, StrictFilterSet, choice, moment, whole, yes_no
from apps.core.models import ChangeSet

HALVES = 0.70
ROLES = ("admin", "manager", "analyst")


def _decimal() -> Any:
    from django import forms

    return forms.FloatField(min_value=0, max_value=1)


def _names(values: list[int]) -> Q:
    return Q(member_ids__overlap=values)


def _route(values: list[str]) -> Q:
    found = Q()
    for value in values:
        found |= Q(probability__lt=HALVES) if value == "similar" else Q(probability__gte=HALVES)
    return found


def _asked_by(values: list[int]) -> Q:
    found = Q()
    for value in values:
        found |= Q(approvals__contains=[{"user_id": value}])
    return found


def _overdue(values: list[bool]) -> Q:
    late = Q(due_at__lt=timezone.now(), state__in=[ProposalState.OPEN, ProposalState.SKIPPED])
    tests = [late if value else ~late for value in set(values)]
    return tests[0] if len(tests) == 1 else Q()


def _escalated(values: list[bool]) -> Q:
    tests = [Q(escalated_at__isnull=not value) for value in set(values)]
    return tests[0] if len(tests) == 1 else Q()


def _routed(values: list[bool]) -> Q:
    taken = Q(route_id__in=Route.objects.values("id"))
    tests = [taken if value else ~taken | Q(route_id=None) for value in set(values)]
    return tests[0] if len(tests) == 1 else Q()


class ProposalFilters(StrictFilterSet):
    """Proposals by state, relation, probability, brand and person. Those that wait, unless asked for others."""

    defaults: ClassVar[dict[str, list[str]]] = {"state": [ProposalState.OPEN, ProposalState.SKIPPED]}

    id = AnyOf(each=whole())
    state = AnyOf(each=choice(*ProposalState.values))
    relation = AnyOf(each=choice(*Relation.values))
    brand = AnyOf(each=whole(), build=_names, help_text="The id of a brand it is about.")
    route = AnyOf(each=choice("review", "similar"), build=_route, help_text="`similar`: below 0.70.")
    probability_min = AnyOf("probability", "gte", each=_decimal())
    probability_max = AnyOf("probability", "lte", each=_decimal())
    assigned_to = AnyOf("assigned_to_id", each=whole(), help_text="The id of a person.")
    asked_by = AnyOf(each=whole(), build=_asked_by, help_text="The id of who was the first of two to approve it.")
    for_role = AnyOf(each=choice(*ROLES), help_text="The role it is for, where it is for no one person.")
    queue = AnyOf("route_id", each=whole(), help_text="The id of the route that took it.")
    routed = AnyOf(each=yes_no(), build=_routed, help_text="Whether a route that there is took it.")
    urgent = AnyOf("is_urgent", each=yes_no(), help_text="A brand of it is held by a service importer.")
    escalated = AnyOf(each=yes_no(), build=_escalated, help_text="Not settled in time, and gone up.")
    overdue = AnyOf(each=yes_no(), build=_overdue, help_text="Past the day it should have been settled.")
    scan = AnyOf("scan_id", each=whole())
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())
    settled_from = AnyOf("settled_at", "gte", each=moment())
    settled_to = AnyOf("settled_at", "lte", each=moment())

    class Meta:
        model = Proposal
        fields: list[str] = []


def _about(values: list[int]) -> Q:
    return Q(a_id__in=values) | Q(b_id__in=values)


class DecisionFilters(StrictFilterSet):
    """Decisions by brand, verdict, person and time."""

    id = AnyOf(each=whole())
    brand = AnyOf(each=whole(), build=_about, help_text="The id of either brand.")
    verdict = AnyOf(each=choice(*Verdict.values))
    actor = AnyOf("actor_id", each=whole(), help_text="The id of a person.")
    proposal = AnyOf("proposal_id", each=whole())
    automatic = AnyOf("is_automatic", each=yes_no())
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())

    class Meta:
        model = Decision
        fields: list[str] = []


def _of_brand(values: list[int]) -> Q:
    return Q(survivor_id__in=values) | Q(absorbed_ids__overlap=values)


def _undone(values: list[bool]) -> Q:
    gone = ChangeSet.objects.filter(kind="merge", undone_by_id__isnull=False).values("id")
    tests = [Q(change_set_id__in=gone) if value else ~Q(change_set_id__in=gone) for value in set(values)]
    return tests[0] if len(tests) == 1 else Q()


def _undone_at(lookup: str) -> Any:
    def build(values: list[Any]) -> Q:
        undos = ChangeSet.objects.filter(kind="undo", **{f"created_at__{lookup}": values[0]})
        rows = ChangeSet.objects.filter(kind="merge", undone_by_id__in=undos.values("id"))
        return Q(change_set_id__in=rows.values("id"))

    return build


def _judged(values: list[bool]) -> Q:
    gone = ChangeSet.objects.filter(kind="merge", undone_by_id__isnull=False).values("id")
    told = Q(is_automatic=True) & (Q(audit__isnull=False) | Q(change_set_id__in=gone))
    tests = [told if value else ~told for value in set(values)]
    return tests[0] if len(tests) == 1 else Q()


class MergeFilters(StrictFilterSet):
    """Merges by brand, relation, time, whether they stand, and what people said of automatic ones."""

    id = AnyOf(each=whole())
    brand = AnyOf(each=whole(), build=_of_brand, help_text="The id of a brand that was in it.")
    relation = AnyOf(each=choice(*Relation.values))
    automatic = AnyOf("is_automatic", each=yes_no())
    scan = AnyOf("scan_id", each=whole(), help_text="The id of the scan that merged without a person.")
    undone = AnyOf(each=yes_no(), build=_undone)
    undone_from = AnyOf(each=moment(), build=_undone_at("gte"))
    undone_to = AnyOf(each=moment(), build=_undone_at("lte"))
    to_audit = AnyOf("to_audit", each=yes_no())
    judged = AnyOf(each=yes_no(), build=_judged, help_text="Automatic ones that a person audited or undid.")
    actor = AnyOf("actor_id", each=whole(), help_text="The id of a person.")
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())
    change_set = AnyOf("change_set_id", each=whole())

    class Meta:
        model = Merge
        fields: list[str] = []


class ScanFilters(StrictFilterSet):
    """Scans by state and time."""

    id = AnyOf(each=whole())
    state = AnyOf(each=choice(*ScanState.values))
    created_from = AnyOf("created_at", "gte", each=moment())
    created_to = AnyOf("created_at", "lte", each=moment())

    class Meta:
        model = Scan
        fields: list[str] = []


class VersionFilters(StrictFilterSet):
    """Versions of the model by state, and by how they did."""

    id = AnyOf(each=whole())
    state = AnyOf(each=choice(*VersionState.values))
    better = AnyOf("is_better", each=yes_no())

    class Meta:
        model = ModelVersion
        fields: list[str] = []


class RouteFilters(StrictFilterSet):
    """Routes by person and role."""

    id = AnyOf(each=whole())
    user = AnyOf("user_id", each=whole(), help_text="The id of the person it goes to.")
    role = AnyOf(each=choice(*ROLES))

    class Meta:
        model = Route
        fields: list[str] = []


class AbsenceFilters(StrictFilterSet):
    """Absences by person and stand-in."""

    id = AnyOf(each=whole())
    user = AnyOf("user_id", each=whole())
    stand_in = AnyOf("stand_in_id", each=whole())

    class Meta:
        model = Absence
        fields: list[str] = []

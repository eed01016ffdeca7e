"""What staff see of workspaces without looking inside: how big, how lively, how healthy. One query for a page of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from apps.core.db import connection
from apps.core.sql import fetch
from apps.tenants import fingerprint, selectors
from apps.tenants.choices import WorkspaceState
from apps.tenants.models import Workspace

HEALTH = {
    "good": _("Good"),
    "lost": _("Tables missing"),
    "behind": _("To be migrated"),
    "stuck": _("Deliveries failed"),
    "closed": _("Suspended"),
}
TONES = {"good": "success", "lost": "danger", "behind": "warning", "stuck": "danger", "closed": "info"}
SIZE = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = "tenants_workspace"."schema_name" AND c.relkind IN ('r', 'm')
"""
# People stand one floor above: asked as a table, not imported.
MEMBERS = """
SELECT count(*) FROM accounts_membership m
WHERE m.workspace_id = "tenants_workspace"."id" AND m.suspended_at IS NULL
"""
TOTALS = """
SELECT count(*) FILTER (WHERE state = %s), count(*) FILTER (WHERE state = %s),
 (SELECT count(DISTINCT user_id) FROM accounts_membership WHERE suspended_at IS NULL),
 pg_database_size(current_database())
FROM public.tenants_workspace WHERE schema_name <> 'public'
"""
STUCK = """
SELECT DISTINCT schema FROM public.core_delivery
WHERE state = 'failed' AND created_at > now() - interval '7 days'
"""

# Imports belong to a higher floor: their table is asked by its name, as it may not be imported from here.
ONE = """
SELECT {label}, (SELECT max(finished_at) FROM {schema}.brands_import),
 (SELECT count(*) FROM {schema}.core_job WHERE state IN ('queued', 'running')),
 (SELECT count(*) FROM {schema}.core_job WHERE state = 'failed' AND created_at > now() - interval '7 days'),
 (SELECT count(*) FROM public.core_delivery d WHERE d.schema = {label} AND d.state = 'failed'
  AND d.created_at > now() - interval '7 days')
"""


@dataclass(frozen=True)
class Inside:
    """What a schema says of its workspace."""

    imported_at: datetime | None
    open_jobs: int
    failed_jobs: int
    failed_deliveries: int


def insides(schemas: list[str]) -> dict[str, Inside]:
    """By schema; one that lacks its tables is left out."""
    whole = [
        row[0]
        for row in fetch(
            "SELECT schemaname FROM pg_tables WHERE schemaname = ANY(%s) AND tablename IN ('brands_import', 'core_job') "
            "GROUP BY 1 HAVING count(*) = 2",
            [schemas],
        )
    ]
    if not whole:
        return {}
    one = [ONE.format(label="%s", schema=connection.ops.quote_name(name)) for name in whole]
    rows = fetch(" UNION ALL ".join(one), [name for name in whole for _label in range(2)])
    return {row[0]: Inside(*row[1:]) for row in rows}


def measured(rows: QuerySet[Workspace]) -> QuerySet[Workspace]:
    """With `bytes` and `members`, by two subqueries for all of them; the last active first."""
    size = RawSQL(SIZE, [], IntegerField())  # noqa: S611  (a constant)
    members = RawSQL(MEMBERS, [], IntegerField())  # noqa: S611  (a constant)
    found: QuerySet[Workspace] = rows.annotate(bytes=size, members=members)
    return found.order_by(F("active_at").desc(nulls_last=True), "slug")


def look_inside(rows: Iterable[Any]) -> None:
    """Give each workspace its `inside`: what its own schema says, or None where it lacks its tables."""
    found = insides([row.schema_name for row in rows])
    for row in rows:
        row.inside = found.get(row.schema_name)


@dataclass(frozen=True)
class Totals:
    """The platform at a glance; `people` are those who may enter somewhere."""

    active: int
    suspended: int
    people: int
    bytes: int


def totals() -> Totals:
    """Counted in one query, without looking into any workspace."""
    return Totals(*fetch(TOTALS, [WorkspaceState.ACTIVE, WorkspaceState.SUSPENDED])[0])


def unwell() -> QuerySet[Workspace]:
    """Workspaces nobody suspended that are behind, or of which something was not delivered within a week."""
    stuck = [schema for (schema,) in fetch(STUCK)]
    open_ones = selectors.workspaces().filter(state=WorkspaceState.ACTIVE)
    return open_ones.exclude(fingerprint=fingerprint.current()) | open_ones.filter(schema_name__in=stuck)


def jobs_of(inside: Inside | None) -> str:
    """Open jobs, and those that failed within a week."""
    if inside is None or not (inside.open_jobs or inside.failed_jobs):
        return "–"
    return now("%(open)d open, %(failed)d failed") % {"open": inside.open_jobs, "failed": inside.failed_jobs}


def health_of(room: Any, inside: Inside | None) -> str:
    """`good`, or the first thing that is wrong: closed, behind, lost, stuck."""
    closed = selectors.why_closed(room)
    if closed:
        return "closed" if closed == "suspended" else "behind"
    if inside is None:
        return "lost"
    return "stuck" if inside.failed_deliveries else "good"

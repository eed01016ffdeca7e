"""What staff see of workspaces without looking inside: how lively, how healthy. One query for a page of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core.db import connection
from apps.core.sql import fetch
from apps.tenants import selectors

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


def health_of(room: Any, inside: Inside | None) -> str:
    """`good`, or the first thing that is wrong: closed, behind, lost, stuck."""
    closed = selectors.why_closed(room)
    if closed:
        return "closed" if closed == "suspended" else "behind"
    if inside is None:
        return "lost"
    return "stuck" if inside.failed_deliveries else "good"

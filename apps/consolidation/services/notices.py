"""What reviewers are told: proposals that are theirs now, that are due soon, and that nobody settled in time."""

from collections import defaultdict
from collections.abc import Sequence

from apps.accounts.selectors import colleagues
from apps.consolidation.models import Proposal
from apps.core import context
from apps.core.db import connection
from apps.core.services.notices import notify

ASSIGNED, DUE, ESCALATED = "review.assigned", "review.due", "review.escalated"


def assigned(rows: Sequence[Proposal]) -> None:
    """To whom they are assigned now, one word a person; who takes one for themselves knows it."""
    for person, mine in _by_person([row for row in rows if row.assigned_to_id]).items():
        if person != context.current().actor.user_id:
            notify([person], ASSIGNED, path=_where(person, mine), count=len(mine))


def due(rows: Sequence[Proposal]) -> None:
    """One word a person, however many are due: to whom they are assigned, else to those of the role."""
    for person, mine in _by_person(rows).items():
        notify([person], DUE, path=_where(person, mine), count=len(mine))


def escalated(rows: Sequence[Proposal]) -> None:
    """To whom they went up, one word a person."""
    for person, mine in _by_person(rows).items():
        notify([person], ESCALATED, path=_where(person, mine, overdue=True), count=len(mine))


def _by_person(rows: Sequence[Proposal]) -> dict[int, list[Proposal]]:
    roles = {role: people_of(role) for role in {row.for_role for row in rows} if role}
    found: dict[int, list[Proposal]] = defaultdict(list)
    for row in rows:
        for person in [row.assigned_to_id] if row.assigned_to_id else roles.get(row.for_role, []):
            found[person].append(row)
    return found


def people_of(role: str) -> list[int]:
    """Members of a role."""
    return [pk for pk, _name in colleagues(connection.schema_name, [role])]


def _where(person: int, rows: Sequence[Proposal], *, overdue: bool = False) -> str:
    """The one proposal, or the person's own part of the queue."""
    if len(rows) == 1:
        return f"review/{rows[0].pk}/"
    roles = {row.for_role for row in rows if row.assigned_to_id != person}
    part = f"for_role={roles.pop()}" if len(roles) == 1 else f"assigned_to={person}"
    return f"review/?{part}" + ("&overdue=true" if overdue else "")

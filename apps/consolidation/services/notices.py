"""What reviewers are told: proposals that are theirs now, that are due soon, that nobody settled in time, that wait for a second
person, and what the second person said."""

from collections import defaultdict
from collections.abc import Sequence

from apps.accounts.selectors import colleagues
from apps.consolidation.choices import ProposalState
from apps.consolidation.models import Proposal
from apps.consolidation.selectors.board import reviewers
from apps.core import context
from apps.core.db import connection
from apps.core.services.notices import notify, notify_of_more

ASSIGNED, DUE, ESCALATED = "review.assigned", "review.due", "review.escalated"
ASKED, ANSWERED = "review.asked", "review.answered"


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


def asked(rows: Sequence[Proposal], survivor: int | None = None) -> None:
    """Who may approve them hears that they wait for a second person: one word, however many they are. `survivor` is the brand
    of one merge of them all; those without are counted up for each who approved first."""
    who = context.current().actor
    if not rows or who.user_id is None:
        return
    others = [pk for pk, _name in reviewers() if pk != who.user_id]
    part = f"asked_by={who.user_id}" + (f"&brand={survivor}" if survivor else "")
    paths = (f"review/{rows[0].pk}/", f"review/?{part}")
    notify_of_more(others, ASKED, paths=paths, count=len(rows), who_id=who.user_id, who=who.name, survivor=survivor)


def answered(row: Proposal) -> None:
    """Who approved it first hears what the second person said; who takes their own word back knows it."""
    who, first = context.current().actor, row.approvals[0]["user_id"] if row.approvals else None
    if (
        first is None
        or who.user_id in (None, first)
        or row.state not in (ProposalState.APPROVED, ProposalState.REJECTED)
    ):
        return
    paths = (f"review/{row.pk}/", f"review/?asked_by={first}&state={row.state}")
    notify_of_more([first], ANSWERED, paths=paths, count=1, who_id=who.user_id, who=who.name, state=str(row.state))


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

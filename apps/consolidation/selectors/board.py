"""What a reviewer looks at: the brands of a proposal side by side, and the queue with names in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from apps.accounts.permissions import TABLE
from apps.accounts.selectors import colleagues
from apps.brands.models import Brand, Importer, Sku
from apps.brands.selectors.lists import BRANDS
from apps.consolidation.choices import WAITING, ProposalState
from apps.consolidation.models import Proposal
from apps.consolidation.selectors.decided import rules
from apps.core.db import connection

Row = dict[str, Any]
SHOWN = 12
EXAMPLES = 3
MIX = 4


def board(pk: int) -> Row | None:
    """A proposal with its brands side by side, comments and decisions."""
    found = Proposal.objects.filter(pk=pk).first()
    if found is None:
        return None
    return {
        "proposal": found,
        "members": side_by_side(found.member_ids[:SHOWN]),
        "more": max(len(found.member_ids) - SHOWN, 0),
        "comments": list(found.comments.values("id", "text", "author_id", "author_name", "created_at")),
        "decisions": list(
            found.decisions.values("id", "verdict", "reason", "actor_name", "is_automatic", "created_at", "expires_at")
        ),
    }


def side_by_side(ids: Sequence[int]) -> list[Row]:
    """Brands as their list shows them, with permit holders, class mix and newest SKUs; in the order of their ids."""
    rows = BRANDS.page({"id": [str(pk) for pk in ids], "archived": ["all"], "sort": ["id"], "limit": [str(SHOWN)]}).rows
    mix, newest = _mix(ids), _newest(ids)
    held = _holders(permit for row in rows for permit in row["permits"])
    return [
        {
            **row,
            "holders": [held[permit] for permit in row["permits"] if permit in held][:MIX],
            "mix": mix[row["id"]][:MIX],
            "examples": newest[row["id"]],
        }
        for row in rows
    ]


def _mix(ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = Sku.objects.filter(brand_id__in=ids, archived_at=None).values("brand_id", "category")
    for row in rows.annotate(sku_count=Count("id")).order_by("-sku_count", "category"):
        found[row["brand_id"]].append(dict(row))
    return found


def _newest(ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    place = Window(
        RowNumber(), partition_by=F("brand_id"), order_by=[F("completed_date").desc(nulls_last=True), F("id").desc()]
    )
    rows = Sku.objects.filter(brand_id__in=ids, archived_at=None).annotate(place=place).filter(place__lte=EXAMPLES)
    for row in rows.values("id", "brand_id", "ttb_id", "fanciful_name", "brand_name", "completed_date"):
        found[row["brand_id"]].append(dict(row))
    return found


def _holders(permits: Iterable[str]) -> dict[str, Row]:
    rows = Importer.objects.filter(permit__in=sorted(set(permits))).values("id", "permit", "owner", "family")
    return {row["permit"]: dict(row) for row in rows}


def members_of(rows: Iterable[Row]) -> dict[int, tuple[str, int]]:
    """Name and number of SKUs of every brand these proposals are about, in one question."""
    ids = {pk for row in rows for pk in row["member_ids"][:SHOWN]}
    found = Brand.objects.filter(pk__in=ids).values_list("pk", "display_name", "summary__sku_count")
    return {pk: (name, count or 0) for pk, name, count in found}


def next_for(user_id: int | None, after: int = 0) -> int | None:
    """The proposal this person should look at next: the first of the queue that nobody else is at, and that is not
    somebody else's."""
    taken = Q(claimed_until__gt=timezone.now()) & ~Q(claimed_by_id=user_id)
    mine = Q(assigned_to_id=None) | Q(assigned_to_id=user_id)
    rows = Proposal.objects.filter(mine, state=ProposalState.OPEN).exclude(taken).exclude(pk=after)
    return rows.order_by("-priority", "-id").values_list("pk", flat=True).first()


def waiting_about(brand_id: int) -> list[Row]:
    """Proposals that wait and are about this brand, the likeliest first."""
    rows = Proposal.objects.filter(state__in=WAITING, member_ids__contains=[brand_id]).order_by("-relation_probability")
    return [dict(row) for row in rows.values("id", "relation", "relation_probability")[:5]]


def reviewers() -> list[tuple[int, str]]:
    """Number and name of those here who may settle proposals."""
    return colleagues(connection.schema_name, TABLE["proposals"]["approve"])


def like(row: Proposal, most: int = 100) -> list[int]:
    """Proposals that wait and say the same with at least the same probability, this one among them."""
    rows = Proposal.objects.filter(
        state__in=WAITING, relation=row.relation, relation_probability__gte=row.relation_probability, veto=""
    )
    return list(rows.order_by("-relation_probability", "id").values_list("pk", flat=True)[:most])


def one(pk: int) -> Proposal | None:
    """The proposal itself."""
    return Proposal.objects.filter(pk=pk).first()


def waiting_among(ids: Sequence[int]) -> list[Proposal]:
    """Those of these proposals that still wait, in the order of the queue."""
    return list(Proposal.objects.filter(pk__in=ids, state__in=WAITING).order_by("-priority", "-id"))


def first_of_two(rows: Sequence[Proposal], person: int | None) -> int:
    """How many of these would only have their first approval if this person approved them now."""
    least = rules().four_eyes_from
    alone = [one for one in rows if all(said["user_id"] == person for said in one.approvals)]
    return sum(1 for one in alone if least and (one.approvals or len(one.member_ids) >= least))

"""Permit holders by number or name. Their lists lie in the public schema, so trigram indexes there serve all."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from apps.brands.selectors.ranking import MATCH_CLOSE, MATCH_EXACT, ranked
from apps.core.sql import fetch
from apps.registry.formats.names import normal_form

POOL = 100
TESTED = 300  # names that are compared at all: what is like more of them says too little
ENOUGH = 20
NUMBERS = (
    "SELECT number FROM public.registry_permitholder WHERE {public} UNION SELECT number FROM brands_permit WHERE {own}"
)
ROWS = (
    "SELECT coalesce(p.id, h.id), f.number, CASE WHEN p.list_code IS NOT NULL THEN p.owner ELSE h.owner END, "
    "CASE WHEN p.list_code IS NOT NULL THEN p.operating_name ELSE h.operating_name END, coalesce(s.sku_count, 0) "
    "FROM ({numbers}) f LEFT JOIN brands_permit p ON p.number = f.number "
    "LEFT JOIN public.registry_permitholder h ON h.number = f.number "
    "LEFT JOIN brands_permitsummary s ON s.number = f.number"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A permit holder found, and how well its name fits."""

    id: int
    number: str
    owner: str | None
    operating_name: str | None
    sku_count: int
    match: str
    score: float

    @property
    def imports(self) -> bool:
        """Whether the permit is an importer's: NY-I-15066."""
        return self.number[2:5] == "-I-"


def by_number(number: str, limit: int) -> list[Holder]:
    """Holders whose permit begins so, the shortest number first."""
    span = "number >= %s AND number < %s"
    every = NUMBERS.format(public=span, own=span)
    numbers = f"SELECT number FROM ({every}) n ORDER BY length(number), number LIMIT {int(limit)}"
    rows = fetch(
        ROWS.format(numbers=numbers) + " ORDER BY length(f.number), f.number", [number, number + "\U0010ffff"] * 2
    )
    return [_holder(row, MATCH_EXACT, 1.0) for row in rows]


def by_name(typed: str, limit: int) -> list[Holder]:
    """Holders by owner or trade name; those with more SKUs first among equals.

    Names are compared as they are kept; only the best are then joined with what is known of them.
    """
    pool = fetch(_pool("LIKE %s"), [f"%{_escaped(typed)}%"] * 4)
    if len(pool) < ENOUGH:
        pool += fetch(_pool("%%> %s"), [typed] * 4)
    names = [("owner", number, 0, text) for number, *texts in pool for text in texts if text]
    best = list(dict.fromkeys(one.spelling for one in ranked(typed, names)))[:POOL]
    rows = fetch(ROWS.format(numbers="SELECT unnest(%s::text[]) AS number"), [best])
    found = [_scored(typed, row) for row in rows]
    found.sort(key=lambda one: (-one.score, -one.sku_count, one.number))
    return found[:limit]


def condition(text: str) -> Q:
    """For lists of importers and permits: the words typed, in either name, or a permit."""
    typed = normal_form(text)
    number = text.strip().upper()
    numbers = [row[0] for row in fetch(_named(), _params(typed))] if typed else []
    return (
        Q(permit__istartswith=number)
        | Q(permit__in=numbers)
        | Q(owner__icontains=text)
        | Q(operating_name__icontains=text)
    )


def _pool(test: str) -> str:
    """SQL: number, owner and trade name, in normal spelling, of holders whose names pass a test with four values."""
    part = (
        "(SELECT number, owner_key, upper(operating_name) FROM {} WHERE {} "
        f"(owner_key {test} OR upper(operating_name) {test}) LIMIT {TESTED})"
    )
    own = part.format("brands_permit", "list_code IS NOT NULL AND")
    return f"{part.format('public.registry_permitholder', '')} UNION ALL {own}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _named() -> str:
    public = "owner_key %%> %s OR upper(operating_name) %%> %s"
    own = "list_code IS NOT NULL AND (owner_key %%> %s OR upper(operating_name) %%> %s)"
    return f"SELECT number FROM ({NUMBERS.format(public=public, own=own)}) n LIMIT {TESTED}"


def _params(typed: str) -> list[str]:
    return [typed] * 4


def _scored(typed: str, row: tuple[Any, ...]) -> Holder:
    texts = [normal_form(name) for name in (row[2], row[3]) if name]
    best = ranked(typed, [("owner", text, 0, text) for text in texts if text])
    score, match = (best[0].score, best[0].match) if best else (0.0, MATCH_CLOSE)
    return _holder(row, match, score)


def _holder(row: tuple[Any, ...], match: str, score: float) -> Holder:
    pk, number, owner, operating_name, sku_count = row
    return Holder(pk, number, owner, operating_name, sku_count, match, score)

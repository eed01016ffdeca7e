"""What the SKUs of one brand, or of one permit, say when they are drawn. Each answer is one bounded query.

`of` names whose SKUs: `Of("brand_id", 7)` or `Of("permit", "NY-I-15066")`. Archived SKUs are left out, unless
the record itself is archived: then they are all there is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from apps.brands.models import Sku
from apps.core.sql import fetch, table

MOST_SPANS = 12
MOST_SHARES = 8
MONTHS = {"month": 1, "quarter": 3, "year": 12}
Step = Literal["month", "quarter", "year"]


@dataclass(frozen=True)
class Of:
    """Whose SKUs."""

    column: Literal["brand_id", "permit"]
    value: Any
    archived: bool = False

    @property
    def rows(self) -> str:
        """The SKUs, as the rest of a query after FROM; takes `value` as its one parameter."""
        away = "" if self.archived else " AND archived_at IS NULL"
        return f"{table(Sku)} WHERE {self.column} = %s{away}"


@dataclass(frozen=True)
class Bin:
    """A month, quarter or year, first and last day, and how many SKUs were approved in it."""

    start: date
    end: date
    sku_count: int


@dataclass(frozen=True)
class Approvals:
    """Approvals over time, without gaps: `step` is the finest that stays readable."""

    step: Step
    bins: list[Bin]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(one.sku_count for one in self.bins)


@dataclass(frozen=True)
class Span:
    """One permit of a brand, or one brand of a permit: from when to when, how many, and how many each year. `whole`
    is the number of SKUs under all of them, also those that are not among the biggest."""

    key: Any
    sku_count: int
    first: date | None
    last: date | None
    years: dict[int, int]
    whole: int = 0


@dataclass(frozen=True)
class Share:
    """A code (None where the record has none) with its SKUs."""

    code: str | None
    sku_count: int


def approvals(of: Of) -> Approvals:
    """By month up to three years, by quarter up to ten, else by year."""
    rows = fetch(
        f"WITH mine AS (SELECT completed_date AS day FROM {of.rows} AND completed_date IS NOT NULL), "
        "span AS (SELECT max(day) - min(day) AS days FROM mine), "
        "step AS (SELECT CASE WHEN days <= 1100 THEN 'month' WHEN days <= 3660 THEN 'quarter' ELSE 'year' END AS step "
        "FROM span) SELECT step, date_trunc(step, day)::date, count(*) FROM mine, step GROUP BY 1, 2 ORDER BY 2",
        [of.value],
    )
    if not rows:
        return Approvals("year", [])
    step: Step = rows[0][0]
    return Approvals(step, without_gaps(step, {start: n for _step, start, n in rows}))


def without_gaps(step: Step, counts: dict[date, int]) -> list[Bin]:
    """From the first to the last, also where there was nothing."""
    found, start, last = [], min(counts), max(counts)
    while start <= last:
        after = _later(start, MONTHS[step])
        found.append(Bin(start, after - timedelta(days=1), counts.get(start, 0)))
        start = after
    return found


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def spans(of: Of) -> list[Span]:
    """The permits of a brand, or the brands of a permit, with most SKUs; the earliest first."""
    by = "permit" if of.column == "brand_id" else "brand_id"
    rows = fetch(
        f"WITH mine AS (SELECT {by} AS key, completed_date AS day FROM {of.rows}), "
        "top AS (SELECT key, count(*) AS n, min(day) AS first, max(day) AS last, "
        "sum(count(*)) OVER ()::int AS whole FROM mine GROUP BY key "
        f"ORDER BY n DESC, key LIMIT {MOST_SPANS}) "
        "SELECT key, n, whole, first, last, extract(year FROM day)::int, count(day) FROM mine JOIN top USING (key) "
        "GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY first NULLS LAST, n DESC, key, 6",
        [of.value],
    )
    found: dict[Any, Span] = {}
    for key, n, whole, first, last, year, count in rows:
        span = found.setdefault(key, Span(key, n, first, last, {}, whole))
        if year is not None:
            span.years[year] = count
    return list(found.values())


def mix(of: Of) -> dict[str, list[Share]]:
    """Shares by `origin` and by `class_type`, the biggest first."""
    rows = fetch(
        f"SELECT grouping(origin), CASE WHEN grouping(origin) = 0 THEN origin ELSE class_type END, count(*) "
        f"FROM {of.rows} GROUP BY GROUPING SETS ((origin), (class_type)) ORDER BY 3 DESC, 2",
        [of.value],
    )
    return {
        name: [Share(code or None, n) for group, code, n in rows if group == number]
        for number, name in enumerate(("origin", "class_type"))
    }

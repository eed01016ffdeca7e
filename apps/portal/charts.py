"""Charts as the templates draw them: where each mark stands, what it is called, where it leads. No pixels of
text: words stay HTML, so they can be read, sized and translated."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.brands.selectors.figures import MOST_SHARES, Approvals, Bin, Share, Span

HEIGHT = 100.0
WIDTH = 100.0
FULL = 6  # fewer bars than this stay as thin as if there were so many
LEAST = 1.5  # a mark that stands for something is never too thin to see


@dataclass(frozen=True)
class Mark:
    """A bar: its place in the drawing, its words, its number, and the list behind it."""

    label: str
    count: int
    url: str = ""
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    tone: int = 0


@dataclass(frozen=True)
class Row:
    """One line of a timeline: who, how many, from when to when."""

    label: str
    note: str
    url: str
    list_url: str
    count: int
    first: date | None
    last: date | None


def columns(approvals: Approvals, url: Any) -> list[Mark]:
    """Standing bars, one a month, quarter or year. `url(bin)` is the list behind one."""
    most = max((one.sku_count for one in approvals.bins), default=0)
    width = 0.76 * min(1.0, len(approvals.bins) / FULL)
    return [_column(approvals.step, i, one, (most, width), url) for i, one in enumerate(approvals.bins)]


def _column(step: str, place: int, one: Bin, scale: tuple[int, float], url: Any) -> Mark:
    most, width = scale
    height = max(HEIGHT * one.sku_count / most, LEAST) if one.sku_count else 0.0
    return Mark(
        label=when(step, one.start),
        count=one.sku_count,
        url=url(one) if one.sku_count else "",
        x=round(place + (1 - width) / 2, 2),
        y=round(HEIGHT - height, 2),
        width=round(width, 2),
        height=round(height, 2),
    )


def when(step: str, start: date) -> str:
    """A month, quarter or year as people write it."""
    if step == "year":
        return str(start.year)
    if step == "quarter":
        return _("quarter %(n)d of %(year)d") % {"n": (start.month + 2) // 3, "year": start.year}
    return date_format(start, "YEAR_MONTH_FORMAT")


def bars(shares: list[Share], word: Any, url: Any) -> list[Mark]:
    """Lying bars, the biggest first; what is left over is one bar. `word(code)` names, `url(code)` leads."""
    shown = [Mark(word(one.code), one.sku_count, url(one.code)) for one in shares[:MOST_SHARES]]
    rest = sum(one.sku_count for one in shares[MOST_SHARES:])
    return [*shown, *([Mark(_("All others"), rest)] if rest else [])]


def years(spans: list[Span]) -> tuple[int, int] | None:
    """The first and last year of a timeline."""
    found = [year for span in spans for year in span.years]
    return (min(found), max(found)) if found else None


def marks(span: Span, scale: tuple[int, int]) -> list[Mark]:
    """A span's years on a scale; `tone` 1 to 4 says how busy a year was beside its busiest."""
    step = WIDTH / (scale[1] - scale[0] + 1)
    most = max(span.years.values(), default=1)
    return [
        Mark(
            label=str(year),
            count=count,
            x=round((year - scale[0]) * step, 3),
            width=round(step * 0.92, 3),
            tone=1 + min(3, count * 4 // (most + 1)),
        )
        for year, count in sorted(span.years.items())
    ]

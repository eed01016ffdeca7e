"""Samples of charts, drawn by what draws the real ones."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.brands.selectors.figures import Approvals, Bin, Share, Span
from apps.portal import charts, findings, learning
from apps.portal.design.sample import Sample

HERE = "#content"
YEARS = {2019: 4, 2020: 9, 2021: 17, 2022: 12, 2023: 31, 2024: 26}
TENTHS = (
    (0.0, 0.1, 0.04, 0.03, 40),
    (0.3, 0.4, 0.36, 0.45, 12),
    (0.6, 0.7, 0.66, 0.61, 18),
    (0.9, 1.0, 0.97, 0.98, 90),
)
MONTHS = (("2024-01", 40, 0.91, 0.72), ("2024-02", 55, 0.94, 0.78), ("2024-03", 61, 0.97, 0.85))
EVIDENCE = (("name", 4.1, 1.2), ("holder", 2.7, 1.0), ("time", 0.4, 0.8))


def samples() -> list[Sample]:
    """Every kind of chart, and one that has nothing to draw."""
    return [
        Sample("charts/columns", "", {"chart": _columns(YEARS)}),
        Sample("charts/columns", _("nothing to draw"), {"chart": _columns({})}),
        Sample("charts/shares", "", {"chart": _shares()}),
        Sample("charts/timeline", "", {"chart": _timeline()}),
        Sample("charts/calibration", "", {"chart": _calibration()}),
        Sample("charts/lines", "", {"chart": _lines()}),
        Sample("charts/kinds", "", {"chart": _kinds(), "in_use": True}),
    ]


def _columns(years: dict[int, int]) -> dict[str, Any]:
    found = Approvals("year", [Bin(date(year, 1, 1), date(year, 12, 31), n) for year, n in years.items()])
    marks = charts.columns(found, lambda _one: HERE)
    ends = [marks[0].label, marks[-1].label] if marks else []
    most = max(years.values(), default=0)
    return {
        "title": findings.of_approvals(found), "unit": findings.unit(found), "marks": marks, "ends": ends, "most": most,
    }  # fmt: skip


def _shares() -> dict[str, Any]:
    shares = [Share("51", 61), Share("05", 24), Share("40", 9)]
    names = {"51": _("France"), "05": _("Italy"), "40": _("Spain")}
    marks = charts.bars(shares, lambda code: names[code], lambda _code: HERE)
    return {"title": findings.of_mix(marks), "what": _("Origin"), "marks": marks, "most": 61, "total": 94}


def _timeline() -> dict[str, Any]:
    rows = []
    spans = [
        Span("NY-I-15066", 69, date(2019, 3, 1), date(2022, 6, 30), {2019: 4, 2020: 31, 2021: 34}),
        Span("CA-I-7", 30, date(2023, 1, 9), date(2024, 2, 2), {2023: 12, 2024: 18}),
    ]
    for span, name in zip(spans, ("Domaines du Sud", "Bodega Tres Caminos"), strict=True):
        row = charts.Row(name, span.key, HERE, HERE, span.sku_count, span.first, span.last)
        rows.append((row, charts.marks(span, (2019, 2024))))
    title = findings.of_holders(spans, {"NY-I-15066": "Domaines du Sud", "CA-I-7": "Bodega Tres Caminos"})
    return {"title": title, "who": _("Permit holder"), "ends": ["2019", "2024"], "rows": rows, "more": True}


def _calibration() -> dict[str, Any]:
    words = ("from", "to", "expected", "observed", "count")
    rows = [dict(zip(words, tenth, strict=True)) for tenth in TENTHS]
    return {"title": learning.of_calibration(0.03), "dots": learning.dots(rows)}


def _lines() -> dict[str, Any]:
    words = ("month", "decisions", "precision", "recall")
    rows = [dict(zip(words, month, strict=True)) for month in MONTHS]
    shown = learning.months(rows)
    return {
        "title": learning.of_months(rows), "rows": shown, "ends": [shown[0].label, shown[-1].label],
        "precision": learning.line(rows, "precision"), "recall": learning.line(rows, "recall"),
    }  # fmt: skip


def _kinds() -> dict[str, Any]:
    return learning.kinds([{"kind": kind, "points": points, "factor": factor} for kind, points, factor in EVIDENCE])

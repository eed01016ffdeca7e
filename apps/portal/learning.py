"""The learning page's drawings: how probabilities came true, agreement by month, and which evidence counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WIDE = 100.0
SMALLEST, LARGEST = 1.6, 4.6
NEAR = 0.05
KINDS = {
    "name": gettext_lazy("How alike the names read"),
    "words": gettext_lazy("Words the names share, the rarer the more"),
    "house": gettext_lazy("Words for the house, such as winery"),
    "product": gettext_lazy("Words for products, ages and editions"),
    "holder": gettext_lazy("The permit holder"),
    "origin": gettext_lazy("The origin"),
    "website": gettext_lazy("The website"),
    "class": gettext_lazy("The kind of product"),
    "time": gettext_lazy("The years of approval"),
    "fanciful": gettext_lazy("Product names in common"),
}
MEASURES = (
    ("agreement", gettext_lazy("Agreement")),
    ("precision", gettext_lazy("Precision")),
    ("recall", gettext_lazy("Recall")),
    ("ece", gettext_lazy("Calibration error")),
    ("log_loss", gettext_lazy("Surprise (log loss)")),
)


@dataclass(frozen=True)
class Dot:
    """A tenth of probability: what was told, what came true, and how many decisions."""

    x: float
    y: float
    size: float
    label: str
    told: str
    came: str
    count: int


@dataclass(frozen=True)
class Month:
    """Precision and recall of one month's decisions."""

    label: str
    decisions: int
    precision: str
    recall: str


def share(value: float | None) -> str:
    """93.1 %, or a dash where nothing is known."""
    return "–" if value is None else f"{number_format(round(100 * value, 1), 1)} %"


def dots(calibration: Sequence[Mapping[str, Any]]) -> list[Dot]:
    """One dot a tenth; the bigger, the more decisions."""
    most = max((row["count"] for row in calibration), default=1)
    return [
        Dot(
            x=round(WIDE * row["expected"], 2),
            y=round(WIDE * (1 - row["observed"]), 2),
            size=round(SMALLEST + (LARGEST - SMALLEST) * (row["count"] / most) ** 0.5, 2),
            label=f"{share(row['from'])} – {share(row['to'])}",
            told=share(row["expected"]),
            came=share(row["observed"]),
            count=row["count"],
        )
        for row in calibration
    ]


def of_calibration(error: float | None) -> str:
    """The title: what there is to see."""
    if error is None:
        return _("No decision yet to compare probabilities with")
    if error <= NEAR:
        return _("Probabilities come true: on average they are off by %(share)s") % {"share": share(error)}
    return _("Probabilities are off by %(share)s on average") % {"share": share(error)}


def months(rows: Sequence[Mapping[str, Any]]) -> list[Month]:
    """The table behind the lines."""
    return [
        Month(_month(row["month"]), row["decisions"], share(row["precision"]), share(row["recall"])) for row in rows
    ]


def line(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    """The points of one measure over the months, for a drawing of 100 by 100; gaps are left out."""
    step = WIDE / max(len(rows) - 1, 1)
    known = [(i, row[name]) for i, row in enumerate(rows) if row[name] is not None]
    if len(rows) == 1 and known:
        known = [(0, known[0][1]), (1, known[0][1])]
    return " ".join(f"{i * step:g},{WIDE * (1 - value):g}" for i, value in known)


def of_months(rows: Sequence[Mapping[str, Any]]) -> str:
    """The title over the lines."""
    if not rows:
        return _("No decision yet")
    last = rows[-1]
    given = {"month": _month(last["month"]), "precision": share(last["precision"]), "recall": share(last["recall"])}
    return _("%(month)s: precision %(precision)s, recall %(recall)s") % given


def _month(text: str) -> str:
    return date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")


def kinds(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Kinds of evidence by their points, with the factor the version in use gives them."""
    shown = [
        {"label": KINDS.get(row["kind"], row["kind"]), "points": row["points"], "factor": row["factor"]} for row in rows
    ]
    title = _("Most is said by: %(kind)s") % {"kind": shown[0]["label"]} if shown else _("No decided pair to look at")
    return {"title": title, "rows": shown, "most": max((row["points"] for row in shown), default=1) or 1}


def compared(version: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each measure before and after, for one version."""
    before, after = version["before"], version["after"]
    return [
        {"label": label, "before": _measure(name, before), "after": _measure(name, after)}
        for name, label in MEASURES
        if name in after
    ]


def _measure(name: str, values: Mapping[str, float]) -> str:
    if name not in values:
        return "–"
    return number_format(round(values[name], 3), 3) if name == "log_loss" else share(values[name])


def factors(tuning: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a version made heavier or lighter, the biggest change first: (kind, “× 1.3”)."""
    found = sorted(tuning.get("factors", {}).items(), key=lambda pair: -abs(pair[1] - 1))
    return [(str(KINDS.get(kind, kind)), f"× {number_format(round(value, 2), 2)}") for kind, value in found]

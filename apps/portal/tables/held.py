"""Columns of rows that did not enter. What they say is shown as it came."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from apps.core.kept_texts import told
from apps.portal import words
from apps.portal.tables import cells
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column
from apps.portal.templatetags import portal as tags
from apps.registry.checks.suggest import suggest

CELLS = (
    "ttb_id", "permit", "brand_name", "fanciful_name", "completed_date", "origin", "class_type", "serial",
)  # fmt: skip

TELLING = ("fanciful_name", "completed_date")


def _row(row: Row) -> str:
    label = now("Row %(number)s") % {"number": tags.number(row["row"])}
    return cells.link("quarantine", "label")({"label": label, "id": row["id"]})


def _reasons(row: Row) -> str:
    badge = '<span class="badge warn" title="{}">{}</span> '
    return format_html_join("", badge, ((words.explanation(code), words.reason(code)) for code in row["reasons"]))


def suggestion(row: Row) -> str:
    """What to do about each fault. It is kept in English, one after the other, and said in the reader's language."""
    try:
        parts = {code: suggest(code, row["raw"]) for code in row["reasons"]}
    except KeyError:  # a contradiction, about which the checks of rows say nothing
        return told(row["suggestion"])
    if " ".join(parts.values()) != row["suggestion"]:
        return told(row["suggestion"])
    return " ".join(told(text) for text in parts.values())


def _raw(name: str) -> Callable[[Row], str]:
    return lambda row: cells.plain(row["raw"].get(name) or "")


def _import(row: Row) -> str:
    return format_html('<a class="above" href="{}">{}</a>', tags.place("imports-detail", row["import"]), row["import"])


def _pairs(row: Row) -> str:
    """Each field that differs: what stands here, and what the row says; of two rows apart, what tells them apart."""
    pairs = [pair for pair in conflict_pairs(row) if row["current"] or pair["name"] in TELLING]
    line = '<div><span class="faint">{}</span> {}</div>'
    return format_html_join("", line, ((words.field(pair["name"]), _pair(row, pair)) for pair in pairs))


def _pair(row: Row, pair: dict[str, Any]) -> str:
    theirs = tags.shown(pair["name"], pair["theirs"])
    if not row["current"]:
        return theirs
    return format_html("<bdi>{}</bdi> → <bdi>{}</bdi>", tags.shown(pair["name"], pair["ours"]), theirs)


def conflict_pairs(row: Row) -> list[dict[str, Any]]:
    """Of a conflict: the fields in question, with what they are here and what the row says."""
    raw, ours = row["raw"], row["current"] or {}
    names = raw.get("fields") or [name for name in CELLS if raw.get(name)]
    return [{"name": name, "ours": ours.get(name), "theirs": raw.get(name)} for name in names]


QUARANTINE: tuple[Column, ...] = (
    Column("row", _("Row"), _row, "nowrap", "row"),
    Column("reasons", _("Why it waits"), _reasons, sort="reasons"),
    Column("brand_name", _("Brand name"), _raw("brand_name"), sort="brand_name", needs=("raw",)),
    Column("ttb_id", _("TTB ID"), _raw("ttb_id"), "p2 nowrap", "ttb_id", needs=("raw",)),
    Column("permit", _("Permit"), _raw("permit"), "p2 nowrap", "permit", needs=("raw",)),
    Column("completed_date", _("Completed"), _raw("completed_date"), "p3 nowrap", "completed_date", needs=("raw",)),
    Column(
        "suggestion",
        _("Suggestion"),
        lambda row: cells.plain(suggestion(row)),
        "p3",
        "suggestion",
        needs=("raw", "reasons", "suggestion"),
    ),
    Column("import", _("Import"), _import, "num p3", "import"),
    Column(
        "fanciful_name", _("Fanciful name"), _raw("fanciful_name"), sort="fanciful_name", needs=("raw",), usual=False
    ),
    Column("state", _("State"), cells.badge("state"), sort="state", usual=False),
    Column("outcome", _("Outcome"), cells.text("outcome", words.state), sort="outcome", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

CONFLICTS: tuple[Column, ...] = (
    Column("row", _("Row"), _row, "nowrap", "row"),
    Column("ttb_id", _("TTB ID"), kind="nowrap", sort="ttb_id"),
    Column("reasons", _("Kind"), _reasons, "p2", "reasons"),
    Column("differs", _("Here → in the file"), _pairs, needs=("raw", "current")),
    Column("brand_name", _("Brand name"), _raw("brand_name"), "p3", "brand_name", needs=("raw",)),
    Column("import", _("Import"), _import, "num p3", "import"),
    Column("state", _("State"), cells.badge("state"), sort="state", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

"""Columns of rows that did not enter. What they say is shown as it came."""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from apps.portal import words
from apps.portal.tables import cells
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column
from apps.portal.templatetags import portal as tags


def _row(row: Row) -> str:
    label = now("Row %(number)s") % {"number": tags.number(row["row"])}
    return cells.link("quarantine", "label")({"label": label, "id": row["id"]})


def _reasons(row: Row) -> str:
    badge = '<span class="badge warn" title="{}">{}</span> '
    return format_html_join("", badge, ((words.explanation(code), words.reason(code)) for code in row["reasons"]))


def _raw(name: str) -> Callable[[Row], str]:
    return lambda row: cells.plain(row["raw"].get(name) or "")


def _import(row: Row) -> str:
    return format_html('<a class="above" href="{}">{}</a>', tags.place("imports-detail", row["import"]), row["import"])


QUARANTINE = (
    Column("row", _("Row"), _row, "nowrap", "row"),
    Column("reasons", _("Why it waits"), _reasons),
    Column("brand_name", _("Brand name"), _raw("brand_name"), needs=("raw",)),
    Column("ttb_id", _("TTB ID"), _raw("ttb_id"), "p2 nowrap", "ttb_id", needs=("raw",)),
    Column("permit", _("Permit"), _raw("permit"), "p2 nowrap", needs=("raw",)),
    Column("completed_date", _("Completed"), _raw("completed_date"), "p3", needs=("raw",)),
    Column("suggestion", _("Suggestion"), kind="p3"),
    Column("import", _("Import"), _import, "num p3"),
    Column("fanciful_name", _("Fanciful name"), _raw("fanciful_name"), needs=("raw",), usual=False),
    Column("state", _("State"), cells.badge("state"), sort="state", usual=False),
    Column("outcome", _("Outcome"), cells.text("outcome", words.state), sort="outcome", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

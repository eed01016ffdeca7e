"""Columns of imports, exports, acts and jobs."""

from django.utils.html import escape, format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from apps.core import kept_texts
from apps.portal import words
from apps.portal.tables import cells
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column
from apps.portal.templatetags import portal as tags

IMPORTS = (
    Column("name", _("Import"), cells.link("imports", "name"), sort="name"),
    Column("state", _("State"), cells.badge("state"), sort="state"),
    Column("rows", _("Rows"), cells.number("report", "rows"), "num", "rows", needs=("report",)),
    Column("new", _("New"), cells.number("report", "new"), "num p2", "new", needs=("report",)),
    Column("updated", _("Updated"), cells.number("report", "updated"), "num p2", "updated", needs=("report",)),
    Column(
        "quarantined",
        _("Quarantined"),
        cells.number("report", "quarantined"),
        "num p2",
        "quarantined",
        needs=("report",),
    ),
    Column("actor_name", _("By"), cells.text("actor_name", words.actor), "p3", sort="actor_name"),
    Column("created_at", _("When"), cells.moment("created_at"), "num", "created_at"),
    Column("source", _("Source"), cells.text("source", words.state), sort="source", usual=False),
    Column("started_at", _("Started"), cells.exact("started_at"), "num", "started_at", usual=False),
    Column("finished_at", _("Ended"), cells.exact("finished_at"), "num", "finished_at", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _far(row: Row) -> str:
    if row["total"]:
        return f"{tags.number(row['done'])} / {tags.number(row['total'])}"
    return escape(kept_texts.told(row["message"]))


def _job(row: Row) -> str:
    return cells.link("jobs", "title")({**row, "title": kept_texts.told(row["title"])})


JOBS = (
    Column("title", _("Job"), _job, sort="title"),
    Column("state", _("State"), cells.badge("state"), sort="state"),
    Column("progress", _("Progress"), _far, "p2", needs=("done", "total", "message")),
    Column("actor_name", _("Started by"), cells.text("actor_name", words.actor), "p3", sort="actor_name"),
    Column("created_at", _("When"), cells.moment("created_at"), "num", "created_at"),
    Column("kind", _("Kind"), sort="kind", usual=False),
    Column("attempts", _("Attempts"), cells.number("attempts"), "num", "attempts", usual=False),
    Column("started_at", _("Started"), cells.exact("started_at"), "num", "started_at", usual=False),
    Column("finished_at", _("Ended"), cells.exact("finished_at"), "num", "finished_at", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _asked(key: str, values: list[str]) -> str:
    """A filter in words. Names of tags, lists and pasted values would cost a query a row: they stay as they are."""
    kept = key in {"tag", "list"} or key.endswith("__paste")
    return f"{words.filter_name(key)}: {', '.join(one if kept else words.value(key, one) for one in values)}"


def _file(row: Row) -> str:
    name = f"{words.listed(row['resource'])}.{row['format']}"
    asked = " · ".join(_asked(key, values) for key, values in (row["filter"] or {}).items())
    label = format_html('<a class="open" href="{}" download>{}</a>', row["link"], name) if row["link"] else escape(name)
    return label + format_html(' <span class="small faint">{}</span>', asked)


EXPORTS = (
    Column("file", _("File"), _file, sort="resource", needs=("resource", "format", "filter", "state")),
    Column("state", _("State"), cells.badge("state"), sort="state"),
    Column("rows", _("Rows"), cells.number("rows"), "num", "rows"),
    Column("size", _("Size"), lambda row: tags.size(row["size"]) if row["size"] else "", "num p2", "size"),
    Column("actor_name", _("Asked by"), cells.text("actor_name", words.actor), "p3", sort="actor_name"),
    Column("expires_at", _("Link works until"), cells.day("expires_at"), "num p2", "expires_at"),
    Column("created_at", _("When"), cells.moment("created_at"), "num", "created_at"),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _undone(row: Row) -> str:
    return format_html(' <span class="badge">{}</span>', now("Undone")) if row["undone_by"] else ""


ACTS = (
    Column(
        "what",
        _("What"),
        lambda row: _act(row) + _undone(row),
        needs=("kind", "summary", "about", "undone_by"),
    ),
    Column("kind", _("Kind"), cells.text("kind", words.kind), "p2", "kind"),
    Column("actor_name", _("Who"), cells.text("actor_name", words.actor), sort="actor_name"),
    Column("channel", _("By way of"), cells.text("channel", words.channel), "p3", "channel"),
    Column("created_at", _("When"), cells.moment("created_at"), "num", "id"),
    Column("job", _("Job"), cells.text("job"), "num", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _act(row: Row) -> str:
    return cells.link("activity", "said")({"said": words.act(row), "id": row["id"]})


def _followed(row: Row) -> str:
    word, tone = (now("Followed"), "good") if row["is_active"] else (now("Paused"), "")
    return format_html('<span class="badge {}">{}</span>', tone, word)


SUBSCRIPTIONS = (
    Column("name", _("Subscription"), cells.link("subscriptions", "name"), sort="name"),
    Column("filter", _("What it takes"), lambda row: escape(tags.filter_word(row["filter"])), "p2"),
    Column("state", _("State"), _followed, sort="is_active", needs=("is_active",)),
    Column("filled_at", _("Last update"), cells.moment("filled_at"), "num", "filled_at"),
    Column("created_at", _("Followed since"), cells.moment("created_at"), "num", "created_at", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

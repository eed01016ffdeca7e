"""Columns of the review queue, and of decisions, merges and searches."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from apps.consolidation.choices import WAITING, Relation, Verdict
from apps.portal import queues, review, words
from apps.portal.tables import cells
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column
from apps.portal.templatetags import portal as tags

SHOWN = 3


def relation(row: Row) -> str:
    """The relation's name for people."""
    return escape(Relation(row["relation"]).label)


def _brands(row: Row) -> str:
    names = row["names"]
    label = " · ".join(names[:SHOWN]) or now("Brands that are gone")
    more = format_html(' <span class="small faint">+{}</span>', len(names) - SHOWN) if len(names) > SHOWN else ""
    half = format_html(' <span class="badge warn">{}</span>', now("Waits for a second person")) if _half(row) else ""
    return cells.link("review", "label")({"label": label, "id": row["id"]}) + more + half


def _half(row: Row) -> bool:
    """Whether one of two people has approved it."""
    return bool(row["approvals"]) and row["state"] in WAITING


def _who(row: Row) -> str:
    until = row["claimed_until"]
    if until and until > timezone.now():
        return format_html(
            '<span class="badge info">{}</span>', now("%(name)s is at it") % {"name": row["claimed_by_name"]}
        )
    return escape(row["assigned_to_name"] or queues.role_name(row["for_role"]))


def _due(row: Row) -> str:
    """How long until it is overdue, or since when; and that it has gone up."""
    if row["state"] not in WAITING:
        return ""
    text, tone = queues.age(row["due_at"])
    up = format_html(' <span class="badge bad">{}</span>', now("Escalated")) if row["escalated_at"] else ""
    return format_html('<span class="badge {}">{}</span>', tone, text) + up if text else up


PROPOSALS = (
    Column("names", _("Brands"), _brands, needs=("member_ids", "state", "pairs", "approvals")),
    Column("relation", _("Relation"), relation, "p2"),
    Column(
        "relation_probability",
        _("Probability"),
        lambda row: escape(review.percent(row["relation_probability"])),
        "num",
        "probability",
    ),
    Column("why", _("Why"), lambda row: escape(row["why"]), "p3", needs=("pairs",)),
    Column("sku_count", _("SKUs"), lambda row: tags.number(row["sku_count"]), "num p2", needs=("member_ids",)),
    Column(
        "who", _("Who"), _who, "p2 nowrap", needs=("claimed_until", "claimed_by_name", "assigned_to_name", "for_role")
    ),
    Column("due_at", _("Due"), _due, "num p2", "due_at", needs=("due_at", "state", "escalated_at")),
    Column("waits_since", _("Waits since"), cells.moment("waits_since"), "num p3", usual=False),
    Column("created_at", _("Found"), cells.moment("created_at"), "num p3", usual=False),
    Column("state", _("State"), cells.badge("state"), usual=False),
    Column("priority", _("Value by uncertainty"), cells.text("priority"), "num", "priority", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _absorbed(row: Row) -> str:
    names = [row["names"].get(str(pk), str(pk)) for pk in row["absorbed_ids"]]
    label = now("%(names)s into %(survivor)s") % {
        "names": tags.some(names, SHOWN),
        "survivor": row["names"].get(str(row["survivor_id"]), row["survivor_id"]),
    }
    gone = format_html(' <span class="badge">{}</span>', now("Undone")) if row["undone"] else ""
    return cells.link("merges", "label")({"label": label, "id": row["id"]}) + gone


def _by(row: Row) -> str:
    audit = format_html(' <span class="badge warn">{}</span>', now("To be audited")) if row["to_audit"] else ""
    return (escape(now("Automatic")) if row["is_automatic"] else escape(words.actor(row["actor_name"]))) + audit


MERGES = (
    Column("what", _("Merge"), _absorbed, needs=("names", "absorbed_ids", "survivor_id", "change_set")),
    Column("relation", _("Relation"), relation, "p2"),
    Column("moved", _("SKUs moved"), cells.number("moved", "sku"), "num p2", needs=("moved",)),
    Column("by", _("Who"), _by, "p2", needs=("actor_name", "is_automatic", "to_audit")),
    Column("created_at", _("When"), cells.moment("created_at"), "num"),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _pair(row: Row) -> str:
    label = now("%(a)s and %(b)s") % {"a": row["names"][0], "b": row["names"][1]}
    if row["proposal"] is None:
        return escape(label)
    return cells.link("review", "label")({"label": label, "id": row["proposal"]})


def _said_by(row: Row) -> str:
    return escape(now("Automatic")) if row["is_automatic"] else escape(words.actor(row["actor_name"]))


DECISIONS = (
    Column("pair", _("Brands"), _pair, needs=("a_id", "b_id", "proposal")),
    Column("verdict", _("Verdict"), lambda row: escape(Verdict(row["verdict"]).label), "p2"),
    Column("reason", _("Reason"), cells.text("reason"), "p3"),
    Column("by", _("Who"), _said_by, "p2", needs=("actor_name", "is_automatic")),
    Column("created_at", _("When"), cells.moment("created_at"), "num"),
    Column("expires_at", _("Holds until"), cells.moment("expires_at"), "num", usual=False),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)


def _search(row: Row) -> str:
    kind = now("All brands") if row["is_full"] else now("New and changed brands")
    return cells.link("jobs", "label")({"label": kind, "id": row["job"]}) if row["job"] else escape(kind)


def _merged(row: Row) -> str:
    """How many, with the way to them."""
    if not row["merged"]:
        return tags.number(0)
    return format_html('<a href="{}?scan={}">{}</a>', reverse("portal:merges"), row["id"], tags.number(row["merged"]))


SCANS = (
    Column("what", _("Search"), _search, needs=("is_full", "job")),
    Column("state", _("State"), cells.badge("state")),
    Column("brands", _("Brands"), cells.number("brands"), "num p2"),
    Column("pairs", _("Pairs told"), cells.number("pairs"), "num p3"),
    Column("proposals_new", _("New proposals"), cells.number("proposals_new"), "num"),
    Column("merged", _("Merged automatically"), _merged, "num p2", needs=("merged",)),
    Column("model", _("Model version"), cells.text("model"), "num", usual=False),
    Column("actor_name", _("Who"), cells.text("actor_name", words.actor), "p3"),
    Column("created_at", _("When"), cells.moment("created_at"), "num", "id"),
    Column("id", _("Number"), cells.text("id"), "num", "id", usual=False),
)

"""The first page of the staff admin: the platform in four figures, what needs care, who worked last."""

from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from apps.tenants import selectors
from apps.tenants.overview import HEALTH, TONES, health_of, jobs_of, look_inside, measured, totals, unwell

SHOWN = 20
MAY_LOOK = "tenants.view_workspace"


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the page is drawn from; nothing for staff who may not see workspaces."""
    if not request.user.has_perm(MAY_LOOK):
        return context
    ailing = unwell()
    return {
        **context,
        "title": _("Overview"),
        "figures": _figures(ailing.count()),
        "ailing": _table(ailing),
        "latest": _table(selectors.workspaces()),
        "all_workspaces": reverse("admin:tenants_workspace_changelist"),
    }


def _figures(ailing: int) -> list[dict[str, Any]]:
    found = totals()
    suspended = _("%(n)s suspended") % {"n": number_format(found.suspended)}
    return [
        {"name": _("Open workspaces"), "value": _n(found.active), "more": suspended},
        {"name": _("Need care"), "value": _n(ailing), "more": _("behind, or with deliveries that failed this week")},
        {"name": _("People"), "value": _n(found.people), "more": _("who may enter a workspace")},
        {"name": _("Database"), "value": filesizeformat(found.bytes), "more": _("tables and indexes of all")},
    ]


def _n(value: int) -> str:
    return number_format(value, force_grouping=True)


def _table(rows: Any) -> dict[str, Any]:
    """The first few, in the words of unfold's table."""
    found = list(measured(rows)[:SHOWN])
    look_inside(found)
    heads = [_("Workspace"), _("Health"), _("Size"), _("Last import"), _("Members"), _("Jobs"), _("Last active")]
    return {"headers": heads, "rows": [_row(room) for room in found]}


def _row(room: Any) -> list[Any]:
    word = health_of(room, room.inside)
    label = render_to_string("unfold/helpers/label.html", {"text": HEALTH[word], "variant": TONES[word]})
    return [
        format_html('<a class="underline" href="{}">{}</a>', _page(room), room.name),
        label,
        filesizeformat(room.bytes),
        _ago(room.inside and room.inside.imported_at),
        _n(room.members),
        jobs_of(room.inside),
        _ago(room.active_at),
    ]


def _page(room: Any) -> str:
    return reverse("admin:tenants_workspace_change", args=[room.pk])


def _ago(moment: Any) -> str:
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)} if moment else "–"

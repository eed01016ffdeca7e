"""Samples of what lists are made of."""

from typing import Any

from django.utils.translation import gettext as _

from apps.portal.categories import choices
from apps.portal.design.sample import NOBODY, Sample


def samples(table: dict[str, Any]) -> list[Sample]:
    """A list whole, of what its page's template is given, and its parts in the states a whole one does not show."""
    problem = ValueError(_("What the address asks for makes no sense."))
    problem.hint = ""  # type: ignore[attr-defined]
    return [
        Sample("search_field", "", {"q": "", "label": _("Name of a brand, in any spelling")}, inside="line"),
        Sample("category_field", "", {"categories": choices(), "asked": {"category": "Wine"}}, inside="line"),
        Sample("origin_field", "", {"origin_text": _("France")}, inside="line"),
        Sample("export_menu", "", {"resource": "brands"}, inside="line"),
        Sample("results", _("rows, chips, ticks, pages"), table),
        Sample(
            "steps_pager",
            _("last page"),
            {"next_url": "", "previous_url": "#content", "pages_label": _("Pages, the last")},
        ),
        Sample("onward", "", {"more": 7, "after": 3, "pages_label": _("Pages, by where one is")}),
        Sample("facets", _("counted and estimated"), {"facets": _facets()}, inside="line"),
        Sample("list_problem", _("error"), {"problem": problem, "whole_url": "#content"}),
        Sample("empty_list", _("empty"), {"noun": "brands"}),
        Sample("empty_list", _("empty, nothing to press"), {"noun": "jobs"}),
        Sample("panel", _("closed"), {"opened": "", "opens": "brands"}),
        Sample(
            "kept", _("unseen: what a search keeps of the address"), {"kept": [("category", "Wine")], "swap": False}
        ),
        Sample("pins", "", {"pins": [{"pk": NOBODY, "name": _("French wine")}]}),
    ]


def _facets() -> list[dict[str, Any]]:
    values = [
        {"text": _("France"), "number": 1204, "url": "#content", "chosen": True},
        {"text": _("Italy"), "number": 33, "url": "#content", "chosen": False},
    ]
    return [
        {"name": _("Origin"), "exact": True, "values": values},
        {"name": _("Category"), "exact": False, "values": values},
    ]

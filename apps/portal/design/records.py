"""Samples of what the page of a record is made of."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands.choices import Colour
from apps.core.choices import Pace
from apps.portal.conflict import Clash
from apps.portal.design.sample import NOBODY, Sample
from apps.portal.forms import SkuForm

ACT = {"id": NOBODY, "summary": "Edited website", "about": {}, "actor_id": None, "actor_name": "Alice Doe"}
TODAY = date(2024, 6, 30)
CHANGES = [
    {"field": "display_name", "before": "CHATEAU MARGAUX", "after": "Château Margaux"},
    {"field": "website", "before": None, "after": "https://margaux.example/"},
]


def samples() -> list[Sample]:
    """Acts, marks, fields and their past."""
    brand = {"id": NOBODY, "archived_at": None, "version": 7}
    gone = {**brand, "archived_at": timezone.now()}
    tag = {"name": _("Priority"), "label": _("Name of the tag"), "colour": "teal", "colours": Colour.choices}
    problem = {"problem": _("A name has no commas.")}
    touched = {"record": "brand", "id": NOBODY, "label": "Château Margaux", "type": "updated", "changes": CHANGES}
    acts = {
        "noun": "brands", "record": brand, "pace": "", "paces": Pace.choices, "in_panel": False,
        "act": _("Archive this brand"), "consequence": _("Nothing is deleted; you can restore it."),
    }  # fmt: skip
    return [
        Sample("record_acts", "", acts, inside="head"),
        Sample("record_acts", _("archived, watched"), {**acts, "record": gone, "pace": Pace.DAILY}, inside="head"),
        Sample("archived", inside="line"),
        Sample("pace", "", {"paces": Pace.choices, "pace": Pace.DAILY, "about": "Château Margaux"}, inside="line"),
        Sample("tag_chips", _("all colours"), {"tags": _tags(), "list_url": "#content"}, inside="line"),
        Sample("tag_fields", "", tag, inside="line"),
        Sample("marks", _("with an error"), {**_marks(), **problem}),
        Sample("attention", "", _attention()),
        Sample("lineage", "", _lineage()),
        Sample("inline", _("edited in its place"), {**_form({"class_type": "80", "brand_id": "7"}), "action": "#content"}),
        Sample("inline", _("error"), {**_form({"class_type": "x" * 11, "brand_id": "7"}), "action": "#content"}),
        Sample("clashes", _("somebody else was faster"), _clashes(), inside="form"),
        Sample("history", "", _history()),
        Sample("as_was", _("error"), {"was": {"text": "", "problem": _("It was not here on that day.")}, "today": TODAY}),
        Sample("changes", _("nothing differs"), {"changes": [], "is_new": ""}),
        Sample("sku_row", "", {"row": _sku(), "name": "CHATEAU MARGAUX"}, inside="rows"),
        Sample("touched", "", {"rows": [touched]}, inside="table"),
        Sample("undo_conflicts", "", {"preview": _preview()}),
    ]  # fmt: skip


def _tags() -> list[dict[str, Any]]:
    return [{"id": NOBODY, "name": label, "colour": word} for word, label in Colour.choices]


def _marks() -> dict[str, Any]:
    note = {
        "id": NOBODY, "text": _("Ask for the price list: https://margaux.example/"), "is_pinned": True, "author_id": None,
        "author_name": "Alice Doe", "created_at": timezone.now() - timedelta(days=2), "edited_at": timezone.now(),
    }  # fmt: skip
    lists = [{"id": NOBODY, "name": _("To call")}]
    return {
        "noun": "brands", "record_id": NOBODY, "tags": _tags()[:3], "all_tags": _tags(), "lists": lists, "all_lists": lists,
        "notes": [note], "problem": "", "typed": "",
    }  # fmt: skip


def _attention() -> dict[str, Any]:
    return {
        "merged_into": {}, "proposed": [{"id": NOBODY}], "bridged": [{"id": NOBODY, "display_name": "Margaux"}],
        "waiting": [
            {"outcome": "conflicting", "run_id": NOBODY, "rows": 2},
            {"outcome": "quarantined", "run_id": NOBODY, "rows": 1},
        ],
        "lapsed": [{"id": NOBODY, "permit": "NY-I-15066", "owner": "Domaines du Sud"}],
    }  # fmt: skip


def _lineage() -> dict[str, Any]:
    since = timezone.now() - timedelta(days=3)
    line = {
        "field": "website", "label": _("Website"), "value": "https://margaux.example/", "blank": "", "edited": True,
        "editable": True, "source_value": None, "import": None, "change_set": ACT, "since": since,
    }  # fmt: skip
    told = {"id": NOBODY, "file": "cola-sample.csv", "row": 4}
    kept = {**line, "edited": False, "editable": False}
    name = {"field": "source_name", "label": _("Name in the registry"), "value": "CHATEAU MARGAUX", "import": told}
    return {
        "lines": [line, {**kept, **name}, {**kept, "label": _("Owner"), "blank": _("Not asked yet")}],
        "can_edit": True, "record": {"archived_at": None}, "field_url": "#content",
    }  # fmt: skip


def _form(values: dict[str, str]) -> dict[str, Any]:
    return {"form": SkuForm(values), "clashes": [], "base": ""}


def _clashes() -> dict[str, Any]:
    clash = Clash("website", "", "https://margaux.example/", "https://chateau.example/")
    return {"form": [], "base": 7, "clashes": [(_("Website"), clash)]}


def _history() -> dict[str, Any]:
    now = timezone.now()
    one = {"version": 7, "type": "updated", "at": now, "change_set": ACT, "source_row": None, "changes": CHANGES}
    first = {**one, "version": 3, "type": "created", "at": now - timedelta(days=9), "source_row": 4}
    field = {"field": "website", "label": _("Website"), "value": None, "differs": True}
    was = {
        "text": "2024-01-31", "day": date(2024, 1, 31), "is_future": False, "since": now, "fields": [field], "skus": 12,
        "problem": "",
    }  # fmt: skip
    return {
        "versions": [one, first], "newest": 7, "next_url": "", "previous_url": "", "was": was, "today": TODAY,
        "compared": {"version": 3, "is_now": True, "changes": CHANGES, "problem": ""}, "in_panel": False,
        "revert_url": "#content", "version": 7,
    }  # fmt: skip


def _sku() -> dict[str, Any]:
    return {
        "id": NOBODY, "ttb_id": "24001001000123", "fanciful_name": "GRAND VIN", "class_type": "80", "origin": "51",
        "permit": "NY-I-15066", "completed_date": date(2024, 1, 31),
    }  # fmt: skip


def _preview() -> dict[str, Any]:
    one = {
        "record": "brand",
        "id": NOBODY,
        "field": "website",
        "act_value": "https://a.example/",
        "current_value": "https://b.example/",
    }
    return {"conflict_count": 51, "conflicts": [one]}

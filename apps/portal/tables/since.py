"""The column that says what has changed in each row since a moment: which fields, and by whom."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.brands.selectors.changed import Changed, what_changed
from apps.portal import words
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column
from apps.portal.templatetags import portal as tags

NAME = "changed"


def column(noun: str, rows: Sequence[Row], since: datetime) -> Column:
    """It, for a page of `brands` or `skus`."""
    found = what_changed(noun, [row["id"] for row in rows], since)
    return Column(NAME, _("What changed"), lambda row: _drawn(found.get(row["id"], Changed())), needs=("id",))


def _drawn(one: Changed) -> str:
    said = ", ".join(dict.fromkeys(_said(one)))
    people = ", ".join(tags.actor_word(name) for name in one.people)
    return format_html('{} <span class="quiet-text small">{}</span>', said, people)


def _said(one: Changed) -> list[str]:
    """New, or the fields by their words; and how many SKUs."""
    said = [_("New")] if one.is_new else [str(words.field(name)) for name in one.fields]
    if one.skus:
        said.append(ngettext("%(n)s SKU", "%(n)s SKUs", one.skus) % {"n": tags.number(one.skus)})
    return said

"""What stands in a cell, as HTML made from a row: `number("sku_count")(row)`. Texts are escaped here.

Rows are drawn by these rather than by templates: a page of 500 rows with any columns stays cheap.
"""

import html
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.portal import words
from apps.portal.templatetags import portal as tags

Row = dict[str, Any]
Show = Callable[[Row], str]


def plain(value: Any) -> str:
    """A value escaped, without what Django's `escape` does for translations that wait."""
    return html.escape(str(value))


def text(name: str, word: Callable[[Any], Any] = str) -> Show:
    """A value as it is, or by its word; nothing for none."""
    return lambda row: plain(word(row[name])) if row[name] not in (None, "") else ""


def number(name: str, inside: str = "") -> Show:
    """A figure; `inside` names a key of a value that is an object."""
    return lambda row: tags.number((row[name] or {}).get(inside) if inside else row[name])


def day(name: str) -> Show:
    """A day as people write it here."""
    return lambda row: _day(row[name], get_language() or "") if row[name] else tags.DASH


@lru_cache(maxsize=20_000)
def _day(value: date, _language: str) -> str:
    return escape(date_format(value, "DATE_FORMAT"))


def moment(name: str) -> Show:
    """How long ago."""
    return lambda row: tags.moment(row[name])


def exact(name: str) -> Show:
    """The moment itself, in the viewer's time."""
    return lambda row: escape(words.shown(name, row[name])) if isinstance(row[name], datetime) else tags.DASH


def some(name: str, shown: int = 2, word: Callable[[Any], Any] = str) -> Show:
    """The first few of several values."""
    return lambda row: escape(tags.some([word(one) for one in row[name] or ()], shown))


def badge(name: str) -> Show:
    """A state in its colour."""
    return lambda row: tags.badge(row[name]) if row[name] else ""


def chips(name: str) -> Show:
    """Words in little boxes, such as tags."""
    return lambda row: "".join(format_html('<span class="badge">{}</span> ', one) for one in row[name] or ())


def link(page: str, *names: str, after: Show | None = None) -> Show:
    """The row's own page, under the first of these values that is there."""

    def show(row: Row) -> str:
        label = next((row[name] for name in names if row[name] not in (None, "")), row["id"])
        return f'<a class="open" href="{_at(page, get_script_prefix())}{row["id"]}/">{plain(label)}</a>' + (
            after(row) if after else ""
        )

    return show


@lru_cache(maxsize=2_000)
def _at(page: str, _prefix: str) -> str:
    return reverse(f"portal:{page}-detail", args=[0]).removesuffix("0/")


def if_archived(row: Row) -> str:
    """A mark behind the name of what was put away."""
    return format_html(' <span class="badge">{}</span>', _("Archived")) if row["archived_at"] else ""


def site(name: str) -> Show:
    """A website, as a link out."""
    return lambda row: (
        format_html('<a class="above" href="{}" rel="noopener nofollow ugc">{}</a>', row[name], _host(row[name]))
        if row[name]
        else ""
    )


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0] or url


def joined(parts: Iterable[str]) -> str:
    """Cells side by side."""
    return "".join(parts)

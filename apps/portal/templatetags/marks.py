"""Notes as people read them, boxes of rows, and why a row was left alone."""

import re
from collections.abc import Iterable, Sized
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.core.counting import Count
from apps.portal.tables.column import Head, Line
from apps.portal.templatetags.portal import icon, number

register = template.Library()
LINK = re.compile(r"(https?://[^\s<>\"']+)", re.IGNORECASE)
TAIL = re.compile(r"[.,;:!?)\]}»”’]+$")
REFUSALS: dict[str, Any] = {
    "archived": _("It is archived: restore it first."),
    "merged": _("It was merged into another brand: undo the merge instead."),
    "brand_archived": _("Its brand is archived: restore the brand first."),
    "gone": _("It is not here any more."),
    "changed_since": _("It was changed after the preview, or no longer fits the filters."),
}


@register.filter
def linked(text: str) -> SafeString:
    """Plain text, escaped, with its web addresses as links; nothing else in it is taken for markup."""
    return mark_safe("".join(_part(part, at) for at, part in enumerate(LINK.split(text))))  # noqa: S308  (parts escape)


def _part(part: str, at: int) -> str:
    if at % 2 == 0:
        return escape(part)
    tail = found.group() if (found := TAIL.search(part)) else ""
    url = part[: len(part) - len(tail)]
    return format_html('<a href="{}" rel="noreferrer noopener nofollow ugc">{}</a>{}', url, url, tail)


@register.filter
def ticked(lines: Iterable[Line]) -> SafeString:
    """The rows of a table, each with its box. Made here and not in a template: a page has many, and is to stay small."""
    start, said = (
        "<tr><td class=tick><label><input type=checkbox form=bulk name=ids value=",
        escape(gettext("Tick row")),
    )
    rows = (
        f'{start}{int(one.id)} aria-label="{said} {int(one.id)}" data-one></label></td>{one.cells}</tr>'
        for one in lines
    )
    return mark_safe("".join(rows))  # noqa: S308  (cells escape)


@register.filter
def unticked(lines: Iterable[Line]) -> SafeString:
    """The rows of a table that has nothing to act on."""
    return mark_safe("".join(f"<tr>{one.cells}</tr>" for one in lines))  # noqa: S308  (cells escape)


@register.filter
def heading(heads: Iterable[Head]) -> SafeString:
    """The header cells of a table; those that sort are links."""
    return mark_safe("".join(map(_head, heads)))  # noqa: S308  (its parts escape)


def _head(head: Head) -> str:
    kind = f' class="{head.kind}"' if head.kind else ""
    if not head.url:
        return f'<th scope="col"{kind}>{escape(head.label)}</th>'
    order = f' aria-sort="{head.order}"' if head.order else ""
    arrow = icon("sort_up" if head.order == "ascending" else "sort_down") if head.order else ""
    link = f'<a href="{escape(head.url)}" id="sort-{head.name}">{escape(head.label)} {arrow}</a>'
    return f'<th scope="col"{kind}{order}>{link}</th>'


@register.filter
def inputs(pairs: Iterable[tuple[str, str]]) -> SafeString:
    """Hidden fields of a form."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def total(count: Count | None) -> str:
    """How many rows a list has, in words; nothing where it was not counted."""
    if count is None:
        return ""
    word = number(count.number)
    if not count.exact:
        return gettext("about %(total)s rows") % {"total": word}
    return ngettext("%(total)s row", "%(total)s rows", count.number) % {"total": word}


@register.filter
def on_page(rows: Sized) -> str:
    """How many rows stand on this page, in words."""
    return ngettext("%(n)s row on this page", "%(n)s rows on this page", len(rows)) % {"n": len(rows)}


@register.filter
def ask_option(one: Any) -> SafeString:
    """A column of the filter builder, with the conditions it takes; small for the same reason."""
    words = (one.name, one.operators, one.kind, one.label)
    return format_html('<option value="{}" data-operators="{}" data-kind={}>{}</option>', *words)


@register.filter
def refusal_text(reason: str) -> str:
    """Why a row is not changed, in a sentence."""
    return str(REFUSALS.get(reason, reason))

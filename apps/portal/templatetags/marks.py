"""Notes as people read them, boxes of rows, and why a row was left alone."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from apps.portal.tables.column import Line

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
def ticked(lines: Iterable[Line], label: str) -> SafeString:
    """The rows of a table, each with its box. Made here and not in a template: a page has many, and is to stay small."""
    start, said = "<tr><td class=tick><label><input type=checkbox form=bulk name=ids value=", escape(label)
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
def ask_option(one: Any) -> SafeString:
    """A column of the filter builder, with the conditions it takes; small for the same reason."""
    words = (one.name, one.operators, one.kind, one.label)
    return format_html('<option value="{}" data-operators="{}" data-kind={}>{}</option>', *words)


@register.filter
def refusal_text(reason: str) -> str:
    """Why a row is not changed, in a sentence."""
    return str(REFUSALS.get(reason, reason))

"""How people are drawn: their picture, or their initials. `{% face user_id name %}` beside a name."""

import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.accounts.selectors import pictures_in

register = template.Library()
BETWEEN = re.compile(r"[\s@.()]+")


@register.filter
def initials(name: Any) -> str:
    """Of the first two words, as `faces.ts` makes them."""
    words = [word for word in BETWEEN.split(str(name)) if word]
    return "".join(word[0].upper() for word in words[:2]) or "?"


@register.filter
def picture_url(user: Any) -> str:
    """Where the picture of the person looking is; nothing without one."""
    return address(user.pk, user.picture) if user.picture else ""


def address(user_id: int, digest: str) -> str:
    """The address changes with the picture, so it may be kept for good."""
    return f"{reverse('portal:people-picture', args=[user_id])}?v={digest}"


@register.simple_tag(takes_context=True)
def face(context: template.Context, user_id: int | None, name: Any) -> SafeString:
    """A small one, beside a name that says who it is. One question a page, however many are drawn."""
    if user_id is None:  # the system itself
        return SafeString("")
    request: Any = context["request"]
    known: dict[int, str] | None = getattr(request, "pictures", None)
    if known is None:
        known = request.pictures = pictures_in(request.tenant)
    if user_id in known:
        return format_html(
            '<img class="face" src="{}" alt="" width="20" height="20">', address(user_id, known[user_id])
        )
    return format_html('<span class="face" aria-hidden="true">{}</span>', initials(name))

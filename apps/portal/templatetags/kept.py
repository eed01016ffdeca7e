"""Pieces of a page that are the same for many people, drawn once: `{% kept "keys" %}...{% endkept %}`.

Whatever a piece is drawn from beside the language, the workspace and the role is named after its name:
`{% kept "rail" here %}`. Keep nothing that holds records, or names people: this is for menus, dialogs and forms.
"""

import re
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from apps.core.db import connection
from apps.portal.assets import assets

register = template.Library()
MOST = 4_000  # pieces in one process, of some kilobytes
TOKEN = "kept-token-of-this-request"  # noqa: S105  (stands where the real one is put)
INDENT = re.compile(r"\s*\n\s*")
LONGEST = 1_000  # characters of a key: an address can be long, and is not to fill memory
_KEPT: dict[tuple[Any, ...], str] = {}


class Kept(template.Node):
    """A piece by its key; forms in it get this request's own token."""

    def __init__(self, nodelist: NodeList, name: str, parts: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.parts = nodelist, name, parts

    def render(self, context: template.Context) -> SafeString:
        """The piece as it was drawn first for this workspace, role and language."""
        key = (*_whose(context), self.name, *(str(part.resolve(context)) for part in self.parts))
        html = _KEPT.get(key)
        if html is None:
            html = self.draw(context)
            if len(_KEPT) >= MOST:
                _KEPT.clear()
            if not settings.DEBUG and sum(map(len, key[5:])) < LONGEST:
                _KEPT[key] = html
        if TOKEN in html:
            html = html.replace(TOKEN, str(context.get("csrf_token", "")))
        return mark_safe(html)  # noqa: S308  (drawn by templates, which escape)

    def draw(self, context: template.Context) -> str:
        """The piece with a word where the request's token belongs."""
        with context.push(csrf_token=TOKEN):
            return INDENT.sub("\n", str(self.nodelist.render(context)))


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """The block tag itself."""
    name, *parts = token.split_contents()[1:]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, name.strip("\"'"), [parser.compile_filter(part) for part in parts])


def _whose(context: template.Context) -> tuple[Any, ...]:
    role = getattr(context.get("actor"), "role", None)
    return connection.schema_name, role, get_script_prefix(), get_language(), assets().icons

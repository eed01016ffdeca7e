"""Pieces of a page that are the same for many people, drawn once: `{% kept "keys" %}...{% endkept %}`.

Whatever decides how a piece is drawn, beside the language, the workspace and the role, is named after its name:
`{% kept "rail" here %}`. What merely stands in it comes after `fill`: `{% kept "export" fill query=asked.query %}`
lets `{{ query }}` differ from request to request without drawing again; such a name can be printed, but no tag or
filter sees more of it than a mark. Keep nothing that holds records, or names people, unless by `fill`.
"""

import re
from collections.abc import Callable
from secrets import token_hex
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from apps.core.db import connection
from apps.portal.assets import assets

register = template.Library()
MOST = 4_000  # pieces in one process, of some kilobytes
TOKEN = "csrf_token"  # noqa: S105  (a name: each request puts its own in)
INDENT = re.compile(r"\s*\n\s*")
SIGN = token_hex(6)  # of this process: nobody types it
HOLE = re.compile(rf"hole-{SIGN}-(\w+?)-end")
LONGEST = 1_000  # characters of a key: an address can be long, and is not to fill memory
Piece = list[str]  # text, name of a hole, text, name of a hole, text
_KEPT: dict[tuple[Any, ...], Piece] = {}


class Kept(template.Node):
    """A piece by its key; holes in it, and its forms' tokens, are filled by each request."""

    def __init__(
        self, nodelist: NodeList, name: str, parts: list[FilterExpression], holes: dict[str, FilterExpression]
    ) -> None:
        self.nodelist, self.name, self.parts, self.holes = nodelist, name, parts, holes
        self.marks = {hole: mark_safe(f"hole-{SIGN}-{hole}-end") for hole in (TOKEN, *holes)}  # noqa: S308  (words of ours)

    def render(self, context: template.Context) -> SafeString:
        """The piece as it was drawn first for this workspace, role and language."""
        key = (*_whose(context), self.name, *(str(part.resolve(context)) for part in self.parts))
        piece = _KEPT.get(key)
        if piece is None:
            piece = self.draw(context)
            if len(_KEPT) >= MOST:
                _KEPT.clear()
            if not settings.DEBUG and sum(map(len, key[5:])) < LONGEST:
                _KEPT[key] = piece
        if len(piece) == 1:
            return mark_safe(piece[0])  # noqa: S308  (drawn by templates, which escape)
        return mark_safe("".join(self.filled(piece, context)))  # noqa: S308  (as above, and holes escape)

    def filled(self, piece: Piece, context: template.Context) -> Piece:
        """The piece's texts with this request's values between them."""
        values: dict[str, str] = {name: conditional_escape(hole.resolve(context)) for name, hole in self.holes.items()}
        values[TOKEN] = str(context.get(TOKEN, ""))
        found = piece.copy()
        found[1::2] = [values[name] for name in piece[1::2]]
        return found

    def draw(self, context: template.Context) -> Piece:
        """The piece with marks where each request's own values belong."""
        with context.push(**self.marks):
            return HOLE.split(INDENT.sub("\n", str(self.nodelist.render(context))))


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """The block tag itself."""
    name, *words = token.split_contents()[1:]
    at = words.index("fill") if "fill" in words else len(words)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    compiled: Callable[[str], FilterExpression] = parser.compile_filter
    holes = {hole: compiled(value) for hole, _, value in (word.partition("=") for word in words[at + 1 :])}
    return Kept(nodelist, name.strip("\"'"), [compiled(word) for word in words[:at]], holes)


def _whose(context: template.Context) -> tuple[Any, ...]:
    request = context.get("request")
    known: tuple[Any, ...] | None = getattr(request, "pieces_of", None)
    if known is None or known[0] != get_language():
        role = getattr(context.get("actor"), "role", None)
        known = get_language(), connection.schema_name, role, get_script_prefix(), assets().icons
        if request is not None:
            request.pieces_of = known  # asked a dozen times a page
    return known

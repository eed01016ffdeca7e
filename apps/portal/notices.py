"""What people were told, in their language: a sentence by the kind of word and its facts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.portal.templatetags.portal import number


def said(row: Any) -> str:
    """A notification as a sentence; one of a kind no longer known is its title."""
    make = KINDS.get(row.kind)
    return make(row) if make else row.title


def _grew(row: Any) -> str:
    n = int(row.facts.get("more", 0))
    text = ngettext("“%(name)s” has %(n)s row more", "“%(name)s” has %(n)s rows more", n)
    return text % {"name": row.title, "n": number(n)}


def _assigned(row: Any) -> str:
    n = int(row.facts.get("count", 0))
    return ngettext("%(n)s proposal is yours now", "%(n)s proposals are yours now", n) % {"n": number(n)}


def _due(row: Any) -> str:
    n = int(row.facts.get("count", 0))
    return ngettext(
        "%(n)s proposal that is yours is due soon", "%(n)s proposals that are yours are due soon", n
    ) % {"n": number(n)}  # fmt: skip


def _escalated(row: Any) -> str:
    n = int(row.facts.get("count", 0))
    return ngettext(
        "%(n)s proposal was not settled in time and came to you", "%(n)s proposals were not settled in time and came to you", n
    ) % {"n": number(n)}  # fmt: skip


KINDS = {
    "view.grew": _grew,
    "review.assigned": _assigned,
    "review.due": _due,
    "review.escalated": _escalated,
}
CHOICES = (
    ("view.grew", _("A view I watch has more rows")),
    ("review.assigned", _("Proposals were given to me")),
    ("review.due", _("Proposals of mine are due soon")),
    ("review.escalated", _("Proposals nobody settled in time came to me")),
)

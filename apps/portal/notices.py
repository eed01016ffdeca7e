"""What people were told, in their language: a sentence by the kind of word and its facts."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.sentences import tell
from apps.portal import words
from apps.portal.templatetags.portal import number


def said(row: Any) -> str:
    """A notification as a sentence; one of a kind no longer known is its title."""
    make = KINDS.get(row.kind)
    return make(row) if make else row.title


def last_said(facts: dict[str, Any]) -> str:
    """What was told last of a watched record, beside its name."""
    return " · ".join([_happened(facts), *_skus(facts)]) if facts else ""


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


def _asked(row: Any) -> str:
    n = int(row.facts.get("count", 0))
    text = ngettext(
        "%(n)s proposal that %(who)s approved waits for a second person",
        "%(n)s proposals that %(who)s approved wait for a second person",
        n,
    )
    return text % {"n": number(n), "who": row.facts.get("who", "")}


def _answered(row: Any) -> str:
    n = int(row.facts.get("count", 0))
    if row.facts.get("state") == "approved":
        text = ngettext(
            "%(who)s was the second to approve %(n)s proposal of yours",
            "%(who)s was the second to approve %(n)s proposals of yours",
            n,
        )
    else:
        text = ngettext(
            "%(who)s rejected %(n)s proposal that you had approved",
            "%(who)s rejected %(n)s proposals that you had approved",
            n,
        )
    return text % {"n": number(n), "who": row.facts.get("who", "")}


def _changed(row: Any) -> str:
    """What was done to one record and to its SKUs, or how many records changed."""
    facts = row.facts
    if "records" in facts:
        return _several(facts)
    what, name = _happened(facts), facts.get("name", "")
    said = what if name in what else _("%(name)s: %(what)s") % {"name": name, "what": what}
    return " · ".join([said, *_skus(facts)])


def _happened(facts: dict[str, Any]) -> str:
    n = int(facts.get("acts", 1))
    if n > 1:
        return ngettext("changed in %(n)s act", "changed in %(n)s acts", n) % {"n": number(n)}
    act = tell(facts.get("about", {}), facts.get("summary", ""), words.field)
    return _("%(act)s (%(by)s)") % {"act": act, "by": facts.get("by", "")}


def _skus(facts: dict[str, Any]) -> list[str]:
    new, changed, gone = (int(facts.get(name, 0)) for name in ("new", "changed", "gone"))
    parts = (
        (new, ngettext("%(n)s new SKU", "%(n)s new SKUs", new)),
        (changed, ngettext("%(n)s changed SKU", "%(n)s changed SKUs", changed)),
        (gone, ngettext("%(n)s SKU left", "%(n)s SKUs left", gone)),
    )
    return [text % {"n": number(n)} for n, text in parts if n]


def _several(facts: dict[str, Any]) -> str:
    n, names = int(facts["records"]), list(facts.get("names", ()))
    shown = ", ".join(names) + ("…" if n > len(names) else "")
    text = ngettext(
        "%(n)s record you watch has changed: %(names)s", "%(n)s records you watch have changed: %(names)s", n
    )
    return text % {"n": number(n), "names": shown}


KINDS = {
    "record.changed": _changed,
    "view.grew": _grew,
    "review.assigned": _assigned,
    "review.due": _due,
    "review.escalated": _escalated,
    "review.asked": _asked,
    "review.answered": _answered,
}
CHOICES = (
    ("record.changed", gettext_lazy("Somebody else changed what I watch")),
    ("view.grew", gettext_lazy("A view I watch has more rows")),
    ("review.assigned", gettext_lazy("Proposals were given to me")),
    ("review.due", gettext_lazy("Proposals of mine are due soon")),
    ("review.escalated", gettext_lazy("Proposals nobody settled in time came to me")),
    ("review.asked", gettext_lazy("A proposal waits for a second person")),
    ("review.answered", gettext_lazy("The second person settled what I approved first")),
)

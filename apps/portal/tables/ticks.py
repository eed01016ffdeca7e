"""What can be done to ticked rows of a list, for the person looking."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core import policy
from apps.core.context import Actor

NOUNS = frozenset({"brands", "skus", "importers"})
MARKED = frozenset({"brands", "importers"})
EDITED = frozenset({"brands", "skus"})
ACTS: tuple[tuple[str, Any, str, frozenset[str], str, str], ...] = (
    ("edit", _("Edit…"), "edit", EDITED, "", "update"),
    ("tag", _("Tag…"), "brands", MARKED, "tags", "update"),
    ("untag", _("Remove a tag…"), "close", MARKED, "tags", "update"),
    ("add_to_list", _("Add to a list…"), "lists", MARKED, "lists", "update"),
    ("remove_from_list", _("Remove from a list…"), "close", MARKED, "lists", "update"),
    ("archive", _("Archive…"), "archive", EDITED, "", "delete"),
    ("restore", _("Restore…"), "restore", EDITED, "", "delete"),
)


def acts_for(actor: Actor, noun: str) -> list[tuple[str, Any, str]]:
    """Word, label and icon of each act; none where rows are not ticked."""
    if noun not in NOUNS or not policy.allows(actor, "bulk", "create"):
        return []
    return [
        (word, label, symbol)
        for word, label, symbol, nouns, resource, action in ACTS
        if noun in nouns and policy.allows(actor, resource or noun, action)
    ]

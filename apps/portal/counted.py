"""Numbers of things, in the words of the trade: "1 brand", "3 SKUs"."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import npgettext_lazy

from apps.portal import words
from apps.portal.words import inside

RECORDS: dict[str, Any] = {
    "brand": npgettext_lazy("counted", "Brand", "Brands"),
    "sku": npgettext_lazy("counted", "SKU", "SKUs"),
    "importer": npgettext_lazy("counted", "Importer", "Importers"),
    "permit": npgettext_lazy("counted", "Permit", "Permits"),
    "tag": npgettext_lazy("counted", "Tag", "Tags"),
    "tagging": npgettext_lazy("counted", "Tagged record", "Tagged records"),
    "recordlist": npgettext_lazy("counted", "List", "Lists"),
    "listed": npgettext_lazy("counted", "Entry of a list", "Entries of lists"),
    "note": npgettext_lazy("counted", "Note", "Notes"),
}
KINDS = {"brands": "brand", "skus": "sku", "importers": "importer", "permits": "permit", "notes": "note"}
"""What the lists hold."""


def record(word: str, n: int) -> str:
    """What so many records of a kind are called, as a label."""
    return str(RECORDS[word] % n) if word in RECORDS else words.record(word)


def rows(name: str, n: int) -> str:
    """What so many rows of a list are called, inside a sentence."""
    return inside(record(KINDS[name], n) if name in KINDS else words.listed(name))


def records(word: str, n: int, number: str) -> str:
    """A number, as it is to be written, with what it counts."""
    return _("%(number)s %(records)s") % {"number": number, "records": inside(record(word, n))}

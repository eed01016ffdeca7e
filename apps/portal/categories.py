"""Categories of class/types in the reader's language. Data, addresses, the API and exports keep the words of the code tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.registry.formats import tables

NAMES: dict[str, Any] = {
    "Agave spirit": _("Agave spirit"),
    "Brandy": _("Brandy"),
    "Cocktail": _("Cocktail"),
    "Gin": _("Gin"),
    "Liqueur": _("Liqueur"),
    "Malt beverage": _("Malt beverage"),
    "None": _("No category"),
    "Other spirit": _("Other spirit"),
    "Rum": _("Rum"),
    "Vodka": _("Vodka"),
    "Whisky": _("Whisky"),
    "Wine": _("Wine"),
}


def category(word: str) -> str:
    """A category for people: `category("Malt beverage")`."""
    return str(NAMES.get(word, word))


def choices() -> list[tuple[str, str]]:
    """All categories as they are kept, each with its name, in the order of the names."""
    kept = {row["category"] for row in tables.rows("classes") if row["category"]}
    return sorted(((one, category(one)) for one in kept), key=lambda one: one[1].casefold())

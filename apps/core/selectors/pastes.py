"""Pasted values by their key."""

from apps.core.models import Paste


def pasted(key: str) -> list[str] | None:
    """The values kept under a key in this workspace; None when there are none, or no longer."""
    return Paste.objects.filter(key=key).values_list("values", flat=True).first()


def pasted_count(key: str) -> int:
    """How many values are kept under a key."""
    return len(pasted(key) or ())

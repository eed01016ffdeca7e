"""Refusals in the language of the person: domains word them in English where they know no language."""

from typing import Any

from django.utils.translation import gettext


def told(error: Any) -> str:
    """What is wrong, and what to do about it."""
    return f"{gettext(str(error))} {gettext(error.hint)}".strip()

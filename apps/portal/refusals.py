"""Refusals in the language of the person: domains word them in English where they know no language."""

from typing import Any

from apps.core import kept_texts


def told(error: Any) -> str:
    """What is wrong, and what to do about it."""
    return f"{kept_texts.told(error)} {kept_texts.told(error.hint)}".strip()

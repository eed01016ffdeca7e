"""Tables of brands for tests of the engine."""

from collections.abc import Sequence
from typing import Any

from apps.consolidation.linkage.records import Brands


def brands(*names: str, **columns: Sequence[Any]) -> Brands:
    """A table of these names, with ids from 1."""
    return Brands(range(1, len(names) + 1), names, **columns)

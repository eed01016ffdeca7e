"""Facts and jobs to play with."""

from tests.core.facts import kinds, listeners

__all__ = ["kinds", "listeners"]

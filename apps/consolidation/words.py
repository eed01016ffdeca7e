"""The words policies are checked against: the fields a merge decides on, and what may decide."""

from apps.consolidation.choices import Criterion

FIELDS: tuple[str, ...] = ("display_name", "website")
CRITERIA: tuple[str, ...] = tuple(Criterion.values)

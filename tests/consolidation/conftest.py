"""The same shelf and commands as for brands, and a rule of two people."""

from typing import Any

import pytest

from tests.brands.conftest import command, media

__all__ = ["command", "media"]


@pytest.fixture
def two(in_acme: Any) -> None:
    """The policy wants two people for every merge."""
    from apps.consolidation.models import Policy

    Policy.objects.create(rules={"four_eyes_from": 2})

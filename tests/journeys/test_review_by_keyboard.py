"""A reviewer settles ten proposals without a mouse: approve, reject, skip, undo, one after the other."""

from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.fixture
def proposals(as_alice: Any, site: str) -> list[int]:
    """Eleven pairs of brands that wait, in Acme."""
    from tests.brands.shelf import put
    from tests.consolidation.proposals import propose

    return [
        propose(put(f"ASTER {n} HILL"), put(f"ASTER {n} HILLS"), priority=float(n)).pk for n in range(11)
    ]  # fmt: skip


def test_ten_proposals_are_settled_by_keys_alone(sign_in: Any, proposals: list[int]) -> None:
    from apps.consolidation.models import Merge, Proposal

    page = sign_in("alice@acme.example")
    page.goto("/t/acme/review/")
    rows = page.locator("#results [data-rows] > *")
    expect(rows).to_have_count(11)
    page.keyboard.press("j")
    for left, key in zip(range(10, 0, -1), "aaaraaraar", strict=True):
        page.keyboard.press(key)
        expect(rows).to_have_count(left)
    page.keyboard.press("u")
    expect(rows).to_have_count(2)
    states = list(Proposal.objects.filter(pk__in=proposals).values_list("state", flat=True))
    assert {word: states.count(word) for word in set(states)} == {"approved": 7, "rejected": 2, "open": 2}
    assert Merge.objects.count() == 7

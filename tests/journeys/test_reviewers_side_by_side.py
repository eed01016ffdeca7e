"""Two reviewers at one queue: they cannot collide, each sees what the other settled, and one alone is fast enough."""

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_every_page_is_accessible import problems
from tests.journeys.test_two_people import sockets

__all__ = ["sockets"]
PAIRS = 30
AN_HOUR = 600  # pairs a reviewer settles by keyboard, at least


def waiting(count: int) -> list[int]:
    """Pairs of brands that wait, the first the most urgent."""
    from tests.brands.shelf import put
    from tests.consolidation.proposals import propose

    return [
        propose(put(f"ASTER {n} HILL"), put(f"ASTER {n} HILLS"), priority=float(count - n)).pk for n in range(count)
    ]


@pytest.fixture
def three(as_alice: Any, site: str) -> list[int]:
    """Three proposals, in Acme."""
    return waiting(3)


def test_who_looks_first_has_it_and_the_other_is_told(three: list[int], sockets: None, sign_in: Any) -> None:
    from apps.consolidation.models import Merge, Proposal

    alice, bob = sign_in("alice@acme.example"), sign_in("bob@acme.example")
    alice.goto(f"/t/acme/review/{three[0]}/")
    expect(alice.get_by_text("nobody else can settle it meanwhile")).to_be_visible()
    bob.goto(f"/t/acme/review/{three[0]}/")
    expect(bob.get_by_text("Alice is looking at this proposal.")).to_be_visible()
    bob.keyboard.press("a")
    expect(bob.locator(".toasts")).to_contain_text("Alice is looking at this proposal.")
    assert (Proposal.objects.get(pk=three[0]).state, Merge.objects.count()) == ("open", 0)
    alice.keyboard.press("a")
    expect(alice.locator(".toasts")).to_contain_text("Merged.")
    assert Proposal.objects.get(pk=three[0]).settled_by_name == "Alice"
    assert Merge.objects.count() == 1


def test_what_one_settles_leaves_the_others_queue(three: list[int], sockets: None, sign_in: Any) -> None:
    alice, bob = sign_in("alice@acme.example"), sign_in("bob@acme.example")
    rows = bob.locator("#results [data-rows] > *")
    bob.goto("/t/acme/review/")
    expect(rows).to_have_count(3)
    alice.goto("/t/acme/review/")
    alice.keyboard.press("j")
    alice.keyboard.press("r")
    expect(alice.locator("#results [data-rows] > *")).to_have_count(2)
    expect(rows).to_have_count(2)
    alice.keyboard.press("u")
    expect(bob.locator("#told")).to_be_visible()
    assert problems(bob) == []


def test_what_one_looks_at_is_dimmed_and_stays_when_another_settles_it(
    three: list[int], sockets: None, sign_in: Any
) -> None:
    alice, bob = sign_in("alice@acme.example"), sign_in("bob@acme.example")
    bob.goto("/t/acme/review/")
    bob.keyboard.press("j")
    alice.goto("/t/acme/review/")
    alice.keyboard.press("j")
    alice.keyboard.press("r")
    expect(bob.locator("#results .here.gone")).to_have_count(1)
    bob.keyboard.press("a")
    expect(bob.locator(".toasts")).to_contain_text("The proposal was rejected.")
    expect(bob.locator("#results [data-rows] > *")).to_have_count(2)


def test_a_reviewer_settles_six_hundred_pairs_an_hour_by_keyboard(as_alice: Any, site: str, sign_in: Any) -> None:
    from apps.consolidation.models import Proposal

    ids = waiting(PAIRS)
    page = sign_in("alice@acme.example")
    page.goto("/t/acme/review/")
    rows = page.locator("#results [data-rows] > *")
    expect(rows).to_have_count(PAIRS)
    page.keyboard.press("j")
    start = time.monotonic()
    for left in range(PAIRS - 1, -1, -1):
        page.keyboard.press("r" if left % 3 else "a")
        expect(rows).to_have_count(left)
        if left:
            expect(page.locator("#results .here")).to_have_count(1)
    pace = PAIRS / (time.monotonic() - start) * 3600
    assert not Proposal.objects.filter(pk__in=ids, state="open").exists()
    assert pace >= AN_HOUR, f"{pace:.0f} pairs an hour"

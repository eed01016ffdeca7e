"""Lists of work that others do, followed by those who look on: rows that wait, jobs, tags."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_every_page_is_accessible import problems
from tests.journeys.test_review_by_keyboard import proposals
from tests.journeys.test_two_people import sockets

__all__ = ["proposals", "sockets"]


@pytest.fixture
def held(as_alice: Any, site: str) -> Any:
    """A row that waits for its brand."""
    from apps.brands.models import HeldRow
    from tests.brands.files import row, take

    take([row(1), row(2, brand_name=""), row(3, brand_name="")])
    return HeldRow.objects.order_by("row").first()


def test_a_row_that_another_mends_changes_where_it_stands(held: Any, sockets: None, sign_in: Any) -> None:
    alice, bob = sign_in("alice@acme.example", at="/t/acme/quarantine/"), sign_in("bob@acme.example")
    mine = alice.locator("[data-rows] tr").first
    mine.get_by_role("checkbox").check()
    bob.goto(f"/t/acme/quarantine/{held.pk}/")
    bob.get_by_label("Brand name").fill("Mended by Bob")
    bob.get_by_role("button", name="Keep for later").click()
    expect(mine).to_contain_text("Mended by Bob")
    expect(mine.get_by_role("checkbox")).to_be_checked()
    assert problems(alice) == []


def test_two_who_mend_one_row_see_both(held: Any, sign_in: Any) -> None:
    at = f"/t/acme/quarantine/{held.pk}/"
    alice, bob = sign_in("alice@acme.example", at=at), sign_in("bob@acme.example", at=at)
    alice.get_by_label("Brand name").fill("Alice's")
    bob.get_by_label("Brand name").fill("Bob's")
    bob.get_by_role("button", name="Keep for later").click()
    bob.wait_for_url("**/quarantine/**")
    alice.get_by_role("button", name="Keep for later").click()
    expect(alice.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(alice.get_by_label("Brand name")).to_have_value("Alice's")
    expect(alice.locator(".cells")).to_contain_text("Theirs, as it is now: Bob's")
    assert problems(alice) == []
    alice.get_by_role("button", name="Keep for later").click()
    held.refresh_from_db()
    assert held.raw["brand_name"] == "Alice's"


def test_the_list_of_jobs_follows_work(as_alice: Any, sockets: None, sign_in: Any) -> None:
    from apps.core.models import Job
    from apps.core.services.live import tell

    job = Job.objects.create(kind="brands.export", title="Export", state="queued", actor_id=1, actor_name="Alice")
    page = sign_in("alice@acme.example", at="/t/acme/jobs/")
    expect(page.locator("[data-rows]")).to_contain_text("Waiting")
    Job.objects.filter(pk=job.pk).update(state="running")
    tell("job", {"id": job.pk, "state": "running"})
    expect(page.locator("[data-rows]")).to_contain_text("Running")


def test_the_page_of_tags_follows(as_alice: Any, sockets: None, sign_in: Any) -> None:
    from apps.brands.services.tags import create_tag

    page = sign_in("alice@acme.example", at="/t/acme/tags/")
    expect(page.get_by_role("heading", name="Tags")).to_be_visible()
    create_tag(name="Old friends", colour="grey")
    expect(page.locator("main")).to_contain_text("Old friends")


def test_whoever_works_alone_is_told_of_nobody_else(proposals: list[int], sockets: None, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/review/?limit=10")
    rows = page.locator("#results [data-rows] > *")
    expect(rows).to_have_count(10)
    page.keyboard.press("j")
    with page.expect_response(lambda answer: "/review/?" in answer.url and answer.request.resource_type == "fetch"):
        page.keyboard.press("Enter")
    page.keyboard.press("a")
    expect(rows).to_have_count(9)
    page.wait_for_timeout(1_500)
    expect(page.locator("#told")).to_have_count(0)
    expect(page.locator("#live")).not_to_contain_text("somebody else")


def test_the_acts_on_a_proposal_leave_the_head_of_the_panel_in_sight(proposals: list[int], sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at=f"/t/acme/review/?open={proposals[0]}")
    expect(page.locator("#panel .review-acts")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 500})
    panel = page.locator("#panel")
    panel.evaluate("(panel) => panel.scrollTo(0, 300)")
    hit = """(button) => { const { x, y, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"""
    assert panel.evaluate("(panel) => panel.scrollTop") > 100
    assert panel.locator("[data-panel-close]").evaluate(hit)

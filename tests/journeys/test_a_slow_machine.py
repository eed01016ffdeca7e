"""Scripts that come late, and parts of a page that are not wired up yet, lose nothing of what one does."""

import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_beside_the_list import save_signed_out

LATE = 1.0


def late(route: Any) -> None:
    """Let a file through after a while."""
    time.sleep(LATE)
    route.continue_()


def with_slow_wiring(route: Any) -> None:
    """The page as it is, but what HTMX brings into it stands there for a while before it does anything."""
    answer = route.fetch()
    text = answer.text()
    assert '"defaultSettleDelay":0' in text
    route.fulfill(response=answer, body=text.replace('"defaultSettleDelay":0', '"defaultSettleDelay":3000'))


@pytest.fixture
def brand(imported: Any, site: str) -> int:
    """A brand of the sample."""
    from apps.brands.models import Brand

    return int(Brand.objects.earliest("pk").pk)


def test_a_field_is_edited_before_the_scripts_are_there(brand: int, sign_in: Any) -> None:
    page = sign_in("alice@acme.example")
    page.route("**/*.js", late)
    page.goto(f"/t/acme/brands/{brand}/", wait_until="commit")
    page.locator("[data-edit=website]").click()
    page.wait_for_url(f"/t/acme/brands/{brand}/field/?name=website", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("[name=website]").fill("plain.example")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"/t/acme/brands/{brand}/")
    expect(page.locator("main").get_by_role("link", name="plain.example")).to_be_visible()


def test_what_was_typed_in_place_comes_back_with_late_scripts(brand: int, sign_in: Any) -> None:
    page = sign_in("alice@acme.example")
    page.goto(f"/t/acme/brands/?open={brand}")
    page.locator("#panel [data-edit=website]").click()
    page.locator("#panel [name=website]").fill("typed.example")
    page.route("**/*.js", late)
    save_signed_out(page)
    expect(page.locator("#panel [name=website]")).to_have_value("typed.example")
    page.wait_for_url(f"/t/acme/brands/?open={brand}")


def test_what_was_typed_in_place_comes_back_before_its_link_is_wired_up(brand: int, sign_in: Any) -> None:
    page = sign_in("alice@acme.example")
    page.goto(f"/t/acme/brands/?open={brand}")
    page.locator("#panel [data-edit=website]").click()
    page.locator("#panel [name=website]").fill("typed.example")
    page.route(lambda url: url.endswith(f"/t/acme/brands/?open={brand}"), with_slow_wiring)
    page.route(f"**/t/acme/brands/{brand}/", late)  # so that another part settles while the record is only drawn
    save_signed_out(page)
    expect(page.locator("#panel [name=website]")).to_have_value("typed.example")
    page.wait_for_url(f"/t/acme/brands/?open={brand}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#panel").get_by_role("link", name="typed.example")).to_be_visible()

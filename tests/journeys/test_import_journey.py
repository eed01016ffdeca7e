"""From an empty workspace to a clean one, as a person does it, with and without script."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.factories.sample import SAMPLE
from tests.journeys.conftest import sign_in_by_form
from tests.journeys.test_every_page_is_accessible import NARROW, WIDE, problems_at


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_file_is_checked_imported_corrected_and_undone(script: bool, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", script=script)
    sign_in_by_form(page, "alice@acme.example")
    page.locator("#files").set_input_files(SAMPLE)
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("button", name="Start: 39 new, 0 changed").click()
    expect(page.get_by_role("heading", name="39 SKUs added, 0 changed")).to_be_visible()

    page.get_by_role("link", name="Correct 4 rows").click()
    page.get_by_role("row").filter(has_text="Date invalid").get_by_role("link").first.click()
    page.locator("[name=completed_date]").fill("01/15/2024")
    page.get_by_role("button", name="Correct and admit").click()
    expect(page.get_by_role("heading", name="1 SKU added")).to_be_visible()

    page.get_by_role("link", name="Brands", exact=True).first.click()
    page.get_by_role("link", name="Bodega Tres Caminos").click()
    expect(page.get_by_role("heading", name="Why this is one brand")).to_be_visible()

    page.goto("/t/acme/imports/1/")
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_role("heading", name=re.compile("^Undo of"))).to_be_visible()


# What a browser does when a file is let go over an element.
DROP = r"""
(place) => {
  const held = new DataTransfer();
  held.items.add(new File(["COLA ID\n1\n"], "dropped.csv", { type: "text/csv" }));
  for (const name of ["dragover", "drop"]) {
    const event = new DragEvent(name, { dataTransfer: held, bubbles: true, cancelable: true });
    if (place.dispatchEvent(event)) return `the browser leaves the page on ${name}`;
  }
  return "";
}
"""


def test_a_file_dropped_anywhere_on_the_first_page_is_taken(sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/")
    assert page.get_by_role("heading", name="Begin with one file").evaluate(DROP) == ""
    expect(page.locator("[data-picked]")).to_contain_text("dropped.csv")
    page.get_by_role("button", name="Upload and check").click()
    page.wait_for_url(re.compile(r"/imports/\d+/$"))
    expect(page.get_by_role("heading", name="dropped.csv")).to_be_visible()


def test_the_first_page_of_an_empty_workspace_has_no_problem_on_a_phone_or_in_the_dark(
    sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.registry.selectors.is_loaded", lambda: True)
    page = sign_in("alice@acme.example", at="/t/acme/")
    expect(page.get_by_role("heading", name="The public registry")).to_be_visible()
    for width in (WIDE, NARROW):
        for scheme in ("light", "dark"):
            assert problems_at(page, width, scheme) == {}
        ends = "(zone) => [zone, zone.closest('section')].map((one) => one.getBoundingClientRect().right)"
        zone, card = page.locator(".drop").evaluate(ends)
        assert zone < card


def test_a_list_is_worked_by_keys_alone(sign_in: Any) -> None:
    page = sign_in("bob@acme.example", at="/t/acme/")
    page.get_by_role("button", name="Try the sample").click()
    page.get_by_role("button", name=re.compile("^Start")).click()
    expect(page.get_by_role("heading", name=re.compile("SKUs added"))).to_be_visible()
    page.wait_for_load_state()  # a key pressed before the scripts are there is a key pressed in vain
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/brands/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/brands/\?.*open=\d+"))
    page.keyboard.press("/")
    page.keyboard.type("bodga")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Bodega Tres Caminos")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_typing_narrows_a_list_and_its_address(sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/")
    page.get_by_role("button", name="Try the sample").click()
    page.get_by_role("button", name=re.compile("^Start")).click()
    expect(page.get_by_role("heading", name=re.compile("SKUs added"))).to_be_visible()
    page.goto("/t/acme/brands/")
    page.locator("#q").fill("copper")
    expect(page.locator("#live")).to_contain_text("2 rows")
    assert page.url.endswith("/brands/?q=copper")
    page.get_by_role("link", name="SKUs", exact=True).last.click()
    page.wait_for_url("**sort=-sku_count")
    expect(page.locator("#sort-sku_count")).to_be_focused()


def test_the_theme_is_kept(sign_in: Any) -> None:
    page = sign_in("vera@acme.example", at="/t/acme/")
    page.locator("summary", has=page.get_by_role("img", name="You and your settings")).click()
    with page.expect_response("**/preferences/"):
        page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"

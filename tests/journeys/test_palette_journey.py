"""The palette by keyboard, on a wide screen and on a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_every_page_is_accessible import problems


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_record_is_opened_by_keys_alone(width: int, scheme: str, imported: Any, sign_in: Any) -> None:
    page = sign_in("vera@acme.example", width=width, scheme=scheme, at="/t/acme/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name=re.compile("^Type a command"))
    expect(box).to_be_focused()
    expect(page.get_by_role("option", name="Brands")).to_be_visible()
    assert problems(page) == []
    page.keyboard.type("bodga")
    expect(page.get_by_role("option", name=re.compile("Bodega Tres Caminos"))).to_be_visible()
    assert problems(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/brands/\d+/$"))


def test_an_action_is_run_and_the_palette_closes(imported: Any, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/")
    page.get_by_role("button", name="Commands").click()
    page.keyboard.type("dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#palette")).not_to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()


def test_ticked_rows_are_tagged_and_merged_from_the_palette_and_the_hands_stay_on_the_keys(
    imported: Any, sign_in: Any
) -> None:
    page = sign_in("alice@acme.example")
    page.goto("/t/acme/brands/?sort=display_name")
    for key in ("j", "x", "j", "x", "Control+k"):
        page.keyboard.press(key)
    page.keyboard.type("tag…")
    expect(page.get_by_role("option", name="Tag…", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulk/new/")
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    page.keyboard.type("Priority")
    page.keyboard.press("Enter")
    change = page.get_by_role("button", name="Change 2 rows")
    expect(change).to_be_visible()
    assert problems(page) == []
    page.keyboard.press("Tab")
    expect(change).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("change 2")
    expect(page.get_by_role("option", name="Change 2 rows")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    page.goto("/t/acme/brands/?sort=display_name")
    for key in ("j", "x", "j", "x", "Control+k"):
        page.keyboard.press(key)
    page.keyboard.type("merge…")
    page.keyboard.press("Enter")
    page.wait_for_url("**/merges/new/?ids=*")
    page.get_by_label("Stays").nth(1).check()
    page.get_by_label("They are").select_option("sku_of_brand")
    expect(page.get_by_label("Stays").nth(1)).to_be_checked()
    assert problems(page) == []
    page.get_by_role("button", name="Merge them").click()
    page.wait_for_url("**/jobs/*/")


def test_a_menu_opened_from_the_palette_takes_the_next_key(imported: Any, sign_in: Any) -> None:
    page = sign_in("alice@acme.example")
    page.goto("/t/acme/brands/")
    page.keyboard.press("Control+k")
    page.keyboard.type("export")
    expect(page.get_by_role("option", name="Export", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="CSV")).to_be_focused()


def test_help_shows_what_works_here(imported: Any, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/")
    page.keyboard.press("?")
    help_box = page.get_by_role("dialog", name="Keys")
    expect(help_box).to_contain_text("Brands")
    expect(help_box.get_by_text("Next row")).to_be_hidden()
    page.keyboard.press("Escape")
    page.goto("/t/acme/brands/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys").get_by_text("Next row")).to_be_visible()


def test_single_keys_can_be_turned_off_and_the_palette_still_opens(imported: Any, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()

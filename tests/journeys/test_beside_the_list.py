"""A record beside its list, by keyboard alone; edited in place while somebody else edits it too."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_every_page_is_accessible import problems


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rows_open_beside_the_list_by_keyboard(scheme: str, imported: Any, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", scheme=scheme)
    page.goto("/t/acme/brands/?sort=display_name")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#panel h1").wait_for()
    assert "open=" in page.url
    first = page.locator("#panel h1").inner_text()
    page.keyboard.press("j")
    page.locator("#panel h1").filter(has_not_text=first).wait_for()
    page.locator("#panel .figures").wait_for()
    second = page.locator("#panel h1").inner_text()
    assert problems(page) == []
    page.reload()
    page.locator("#panel h1").filter(has_text=second).wait_for()
    page.keyboard.press("Escape")
    page.locator("#panel").wait_for(state="hidden")
    assert "open=" not in page.url
    page.go_back()
    page.locator("#panel h1").filter(has_text=second).wait_for()


def test_on_a_phone_a_row_leads_to_its_page(imported: Any, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", width=390)
    page.goto("/t/acme/brands/?sort=display_name")
    page.locator("#results [data-rows] .open").first.click()
    page.wait_for_url("**/brands/*/")
    page.locator(".figures").wait_for()
    assert problems(page) == []


def test_typing_begins_where_a_form_is_all_there_is_and_goes_on_after_a_tag(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand

    page = sign_in("alice@acme.example")
    row = Brand.objects.earliest("pk")
    page.goto(f"/t/acme/brands/{row.pk}/")
    field = page.get_by_label("Add a tag")
    for name in ("First", "Second"):
        field.focus()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator(".tag").filter(has_text=name)).to_be_visible()
        expect(field).to_be_focused()
    page.goto(f"/t/acme/brands/{row.pk}/edit/")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


def test_from_right_to_left_marks_stand_where_lines_begin_and_time_still_runs_to_the_right(
    imported: Any, alice: Any, sign_in: Any
) -> None:
    from apps.brands.models import Brand

    alice.language = "ar-xb"
    alice.save()
    page = sign_in("alice@acme.example")
    page.goto(f"/t/acme/brands/?open={Brand.objects.earliest('pk').pk}")
    shown = page.locator("tr.shown")
    expect(shown).to_be_visible()
    assert "-3px 0px" in shown.evaluate("row => getComputedStyle(row).boxShadow")
    axis = page.locator("#panel .axis").first
    expect(axis).to_be_visible()
    assert axis.evaluate("line => getComputedStyle(line).direction") == "ltr"
    assert problems(page) == []


def test_a_field_is_edited_in_place_and_a_clash_is_settled(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand
    from apps.brands.services import catalogue

    page = sign_in("alice@acme.example")
    row = Brand.objects.earliest("pk")
    page.goto(f"/t/acme/brands/?open={row.pk}")
    page.locator("#panel [data-edit=website]").click()
    page.locator("#panel [name=website]").fill("no site")
    page.keyboard.press("Enter")
    page.locator("#panel .error").wait_for()
    page.locator("#panel").evaluate("one => { one.scrollTop = 0 }")  # half a link under the panel's head is too small
    assert problems(page) == []
    catalogue.update_brand(row.pk, values={"website": "theirs.example"})
    page.locator("#panel [name=website]").fill("mine.example")
    page.keyboard.press("Enter")
    page.get_by_label("Yours: mine.example").wait_for()
    assert problems(page) == []
    page.get_by_label("Yours: mine.example").check()
    page.get_by_role("button", name="Save").click()
    page.locator("#panel .answer a").filter(has_text="mine.example").wait_for()
    row.refresh_from_db()
    assert row.website == "https://mine.example"


def save_signed_out(page: Any, button: str = "Save") -> None:
    """Save after the session has ended, and sign in again."""
    from tests.factories.cast import PASSWORD

    page.context.clear_cookies(name="colabase_session")
    page.get_by_role("button", name=button).click()
    page.get_by_label("Email").fill("alice@acme.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_what_was_typed_survives_a_sign_out(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand

    page = sign_in("alice@acme.example")
    pk = Brand.objects.earliest("pk").pk
    page.goto(f"/t/acme/brands/{pk}/edit/")
    page.get_by_label("Name").fill("Typed before the session ended")
    save_signed_out(page)
    page.wait_for_url(f"/t/acme/brands/{pk}/edit/")
    expect(page.get_by_label("Name")).to_have_value("Typed before the session ended")


def test_what_was_typed_in_place_survives_it_too(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand

    page = sign_in("alice@acme.example")
    pk = Brand.objects.earliest("pk").pk
    page.goto(f"/t/acme/brands/?open={pk}")
    page.locator("#panel [data-edit=website]").click()
    page.locator("#panel [name=website]").fill("typed.example")
    save_signed_out(page)
    page.wait_for_url(f"/t/acme/brands/?open={pk}")
    expect(page.locator("#panel [name=website]")).to_have_value("typed.example")


def test_a_note_survives_a_sign_out(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand

    page = sign_in("alice@acme.example")
    page.goto(f"/t/acme/brands/{Brand.objects.earliest('pk').pk}/")
    page.get_by_label("A new note").fill("Half a note")
    save_signed_out(page, "Add the note")
    expect(page.locator("#note-text")).to_have_value("Half a note")


def test_what_was_saved_in_place_is_not_put_back_later(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand

    page = sign_in("alice@acme.example")
    page.goto(f"/t/acme/brands/{Brand.objects.earliest('pk').pk}/")
    page.locator("[data-edit=website]").click()
    page.locator("[name=website]").fill("https://saved.example")
    page.get_by_role("button", name="Save").click()
    page.locator(".answer a").filter(has_text="saved.example").wait_for()
    assert page.evaluate("sessionStorage.getItem('draft')") is None
    page.reload()
    page.locator("#note-text").wait_for()
    assert page.locator("[data-inline]").count() == 0


def test_what_was_put_back_stays_until_it_is_saved_or_discarded(imported: Any, sign_in: Any) -> None:
    from apps.brands.models import Brand

    page = sign_in("alice@acme.example")
    address = f"/t/acme/brands/{Brand.objects.earliest('pk').pk}/edit/"
    page.goto(address)
    page.get_by_label("Name").fill("Typed before the session ended")
    save_signed_out(page)
    page.wait_for_url(address)
    page.goto("/t/acme/skus/")
    page.goto(address)
    expect(page.get_by_label("Name")).to_have_value("Typed before the session ended")
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_label("Name")).not_to_have_value("Typed before the session ended")
    assert page.evaluate("sessionStorage.getItem('draft')") is None

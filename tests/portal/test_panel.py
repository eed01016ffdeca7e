"""A record beside its list: the same page in a panel, by an address that can be shared."""

from typing import Any

import pytest

PANEL = {"HX-Request": "true", "HX-Target": "panel"}


def first(noun: str) -> int:
    """The id of a record of the sample."""
    from apps.brands.models import Brand, Importer, Sku
    from apps.core.models import ChangeSet

    models: dict[str, Any] = {"brands": Brand, "skus": Sku, "importers": Importer, "activity": ChangeSet}
    return int(models[noun].objects.order_by("pk").first().pk)


@pytest.mark.parametrize("noun", ["brands", "skus", "importers", "activity"])
def test_a_record_comes_without_the_frame_around_it(noun: str, seen: Any, imported: Any) -> None:
    answer = seen.get(f"/{noun}/{first(noun)}/", headers=PANEL)
    page = answer.content.decode()
    assert "<html" not in page
    assert "<h1>" in page
    assert "Open as a page" in page
    assert "HX-Target" in answer["Vary"]


@pytest.mark.parametrize("noun", ["brands", "skus", "importers", "activity"])
def test_the_address_of_a_list_names_the_open_record(noun: str, seen: Any, imported: Any) -> None:
    pk = first(noun)
    answer = seen.get(f"/{noun}/?open={pk}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="/t/acme/{noun}/{pk}/">Open the record' in page
    assert 'class="chip"' not in page


@pytest.mark.parametrize("word", ["nonsense", "-1", "12/../", "<b>"])
def test_a_word_that_names_no_record_opens_nothing(word: str, seen: Any, imported: Any) -> None:
    answer = seen.get("/brands/", {"open": word})
    assert answer.status_code == 200
    assert "Open the record" not in answer.content.decode()


def test_a_missing_record_is_told_inside_the_panel(seen: Any, imported: Any) -> None:
    answer = seen.get("/brands/999999/", headers=PANEL)
    page = answer.content.decode()
    assert (answer.status_code, "<html" in page, 'role="alert"' in page) == (404, False, True)


def test_going_back_gets_the_whole_list(seen: Any, imported: Any) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in seen.get("/brands/", headers=headers).content.decode()


def test_links_of_a_history_in_a_panel_lead_to_the_record(seen: Any, imported: Any) -> None:
    path = f"/brands/{first('brands')}/history/"
    page = seen.get(path, headers=PANEL).content.decode()
    assert 'href="?' not in page
    assert 'hx-target="#panel"' in page


def test_a_panel_after_sign_out_leads_to_the_sign_in_and_back(client: Any, acme: Any) -> None:
    around = "http://testserver/t/acme/brands/?open=1"
    answer = client.get("/t/acme/brands/1/", headers={**PANEL, "HX-Current-URL": around})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/t/acme/accounts/login/?next=/t/acme/brands/%3Fopen%3D1"
    assert "nothing was saved" in client.get(answer["HX-Redirect"]).content.decode()


def test_a_form_sent_after_sign_out_leads_back_to_its_page(client: Any, acme: Any) -> None:
    headers = {"referer": "http://testserver/t/acme/brands/1/edit/"}
    answer = client.post("/t/acme/brands/1/edit/", {"display_name": "x"}, headers=headers)
    assert answer["Location"] == "/t/acme/accounts/login/?next=/t/acme/brands/1/edit/"
    elsewhere = {"referer": "https://evil.example/"}
    answer = client.post("/t/acme/brands/1/edit/", {"display_name": "x"}, headers=elsewhere)
    assert answer["Location"] == "/t/acme/accounts/login/?next=/t/acme/"

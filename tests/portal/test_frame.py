"""The frame: built or not, by host or by path, as each person likes it."""

from pathlib import Path
from typing import Any

import pytest

from apps.portal import assets


def test_pages_work_before_the_front_end_is_built(seen: Any, settings: Any, tmp_path: Path) -> None:
    settings.VITE_MANIFEST = tmp_path / "missing.json"
    assert b"npm run build" in seen.get("/").content


def test_the_manifest_names_the_built_files(settings: Any, tmp_path: Path) -> None:
    settings.VITE_MANIFEST = tmp_path / "manifest.json"
    settings.VITE_MANIFEST.write_text('{"static/src/css/index.css": {"file": "assets/index-1.css"}}')
    assert assets.assets().style == "/static/assets/index-1.css"


def test_a_workspace_answers_at_its_host_too(client: Any, acme: Any, alice: Any) -> None:
    client.force_login(alice)
    page = client.get("/", headers={"host": "acme.app.localhost"}).content.decode()
    assert 'href="/brands/"' in page
    assert "ws://acme.app.localhost:8001/ws/live/" in page


def test_by_path_every_link_keeps_the_prefix(seen: Any) -> None:
    page = seen.get("/").content.decode()
    assert 'href="/t/acme/brands/"' in page
    assert "ws://testserver:8001/t/acme/ws/live/" in page


@pytest.mark.parametrize(("name", "value"), [("theme", "dark"), ("density", "roomy"), ("keys", "off")])
def test_a_preference_is_drawn_by_the_server(name: str, value: str, seen: Any) -> None:
    answer = seen.post("/preferences/", {name: value, "next": "/t/acme/brands/"})
    assert answer["Location"] == "/t/acme/brands/"
    assert f'data-{name}="{value}"' in seen.get("/").content.decode()


def test_preferences_never_lead_to_another_site(seen: Any) -> None:
    answer = seen.post("/preferences/", {"theme": "dark", "next": "https://evil.example/"})
    assert answer["Location"] == "/t/acme/"


def test_one_workspace_opens_by_itself(client: Any, acme: Any, alice: Any) -> None:
    client.force_login(alice)
    assert client.get("/")["Location"] == "/t/acme/"


def test_a_person_without_workspace_is_told_what_to_do(client: Any, stranger: Any) -> None:
    client.force_login(stranger)
    assert "not a member of any workspace" in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["login", "logout", "password/reset", "signup"])
def test_sign_in_pages_wear_the_same_clothes(path: str, client: Any, acme: Any) -> None:
    page = client.get(f"/t/acme/accounts/{path}/", follow=True).content.decode()
    assert 'class="quiet' in page


def test_signing_in_leads_back_to_where_one_was(client: Any, acme: Any, alice: Any) -> None:
    from tests.factories.cast import PASSWORD

    sent = {"login": alice.email, "password": PASSWORD, "next": "/t/acme/brands/"}
    assert client.post("/t/acme/accounts/login/", sent)["Location"] == "/t/acme/brands/"


def test_an_error_page_gives_a_reference(seen: Any) -> None:
    answer = seen.get("/nowhere/")
    assert answer.status_code == 404
    assert answer["X-Request-ID"] in answer.content.decode()


def test_staff_admin_is_for_staff_only(client: Any, alice: Any) -> None:
    client.force_login(alice)
    assert client.get("/admin/tenants/workspace/").status_code == 302


def test_staff_see_how_big_a_workspace_is_and_suspend_it(client: Any, alice: Any, acme: Any) -> None:
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    page = client.get("/admin/tenants/workspace/").content.decode()
    assert "Acme" in page
    assert "KB" in page or "MB" in page
    sent = {"action": "suspend_chosen", "_selected_action": [acme.pk]}
    client.post("/admin/tenants/workspace/", sent)
    acme.refresh_from_db()
    assert acme.state == "suspended"
    assert client.get("/t/acme/", headers={"accept": "text/html"}).status_code == 403

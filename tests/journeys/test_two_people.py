"""Two people side by side: what one changes, the other sees, without losing their place."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.test_every_page_is_accessible import problems


@pytest.fixture
def brand(as_alice: Any, site: str) -> int:
    """A brand among others, in Acme."""
    from apps.core.choices import ChangeKind
    from apps.core.derived import refresh
    from apps.core.services.changes import change_set
    from tests.factories.catalogue import make_brand, make_sku

    with change_set(ChangeKind.FORM, "Some brands") as act:
        made = [make_brand(name) for name in ("Aster Hill", "Briar Creek", "Cedar Row")]
        for one in made:
            make_sku(one)
        refresh(act.pk)
    return int(made[1].pk)


@pytest.fixture
def sockets(site: str, own_database: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The socket process, as a thread; words travel by Valkey, as they do outside tests."""
    import uvicorn
    from channels.layers import channel_layers

    from apps.core.services import presence
    from config.asgi import application

    # Another test's people are at a record of the same number, in a workspace of the same name.
    monkeypatch.setattr(presence, "PREFIX", f"journey-{own_database}")
    before = settings.CHANNEL_LAYERS
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [settings.REDIS_URL], "prefix": f"journey-{own_database}"},
        }
    }
    channel_layers.backends.clear()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.COLABASE_SOCKET_URL = f"ws://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield
        server.should_exit = True
        thread.join(timeout=10)
    settings.CHANNEL_LAYERS = before
    channel_layers.backends.clear()


def rename(page: Any, brand: int, name: str) -> None:
    """As a person does it."""
    page.goto(f"/t/acme/brands/{brand}/edit/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(rf"/brands/{brand}/$"))


def test_news_whose_rows_do_not_come_are_asked_for_again(brand: int, sockets: None, sign_in: Any) -> None:
    vera, bob = sign_in("vera@acme.example"), sign_in("bob@acme.example")
    vera.goto("/t/acme/brands/?sort=display_name")
    expect(vera.locator("#results")).to_contain_text("Briar Creek")
    vera.route("**/t/acme/brands/?sort=display_name", lambda route: route.abort(), times=1)
    rename(bob, brand, "Briar Creek Estate")
    expect(vera.locator("#results")).to_contain_text("Briar Creek Estate")
    assert problems(vera) == []


def test_a_row_changes_where_it_stands(brand: int, sockets: None, sign_in: Any) -> None:
    vera, bob = sign_in("vera@acme.example"), sign_in("bob@acme.example")
    vera.goto("/t/acme/brands/?sort=display_name")
    vera.keyboard.press("j")
    vera.keyboard.press("j")
    expect(vera.locator("tr.here")).to_contain_text("Briar Creek")
    rename(bob, brand, "Briar Creek Reserve")
    expect(vera.locator("tr.here")).to_contain_text("Briar Creek Reserve")
    expect(vera.locator("tr.here .open")).to_be_focused()
    expect(vera.locator("#live")).to_contain_text("changed")
    assert problems(vera) == []


def test_an_open_page_follows_and_says_who_is_here(brand: int, sockets: None, sign_in: Any) -> None:
    vera, bob = sign_in("vera@acme.example"), sign_in("bob@acme.example")
    vera.goto(f"/t/acme/brands/{brand}/")
    bob.goto(f"/t/acme/brands/{brand}/")
    expect(vera.get_by_role("img", name="Bob is here too")).to_be_visible()
    bob.goto(f"/t/acme/brands/{brand}/edit/")
    expect(vera.get_by_role("img", name="Bob is editing this")).to_be_visible()
    assert problems(vera) == []
    rename(bob, brand, "Briar Brook")
    expect(vera.get_by_role("heading", name="Briar Brook")).to_be_visible()
    bob.goto("/t/acme/brands/")
    expect(vera.locator("[data-faces]")).to_be_hidden()


def test_an_open_page_that_follows_keeps_all_its_parts_and_can_be_acted_on(
    brand: int, sockets: None, sign_in: Any
) -> None:
    alice, bob = sign_in("alice@acme.example"), sign_in("bob@acme.example")
    alice.goto(f"/t/acme/brands/{brand}/")
    parts = alice.locator("#content h2")
    expect(parts.filter(has_text="Notes")).to_be_visible()
    expect(alice.locator(".later")).to_have_count(0)
    before = parts.all_inner_texts()
    rename(bob, brand, "Briar Brook")
    expect(alice.get_by_role("heading", name="Briar Brook")).to_be_visible()
    expect(alice.locator(".later")).to_have_count(0)
    assert parts.all_inner_texts() == before
    alice.get_by_text("Archive…").click()
    alice.get_by_role("button", name=re.compile("^Archive .")).click()
    expect(alice.get_by_role("button", name="Restore")).to_be_visible()


def test_what_is_being_typed_is_never_overwritten(brand: int, sockets: None, sign_in: Any) -> None:
    alice, bob = sign_in("alice@acme.example"), sign_in("bob@acme.example")
    alice.goto(f"/t/acme/brands/{brand}/edit/")
    alice.get_by_label("Name", exact=True).fill("Half a na")
    rename(bob, brand, "Briar Brook")
    expect(alice.locator("#told")).to_contain_text("What you typed is still here")
    expect(alice.get_by_label("Name", exact=True)).to_have_value("Half a na")
    assert problems(alice) == []


def test_without_sockets_a_page_still_follows(brand: int, sign_in: Any) -> None:
    vera, bob = sign_in("vera@acme.example"), sign_in("bob@acme.example")
    vera.goto(f"/t/acme/brands/{brand}/")
    rename(bob, brand, "Briar Brook")
    expect(vera.get_by_role("heading", name="Briar Brook")).to_be_visible()


def test_a_tab_says_that_its_person_signed_out(brand: int, sockets: None, sign_in: Any) -> None:
    vera = sign_in("vera@acme.example")
    vera.goto("/t/acme/brands/")
    other = vera.context.new_page()
    other.goto("/t/acme/")
    other.keyboard.press("Control+k")
    other.keyboard.type("sign out")
    other.keyboard.press("Enter")
    other.wait_for_url("**/accounts/**")
    expect(vera.get_by_role("alert")).to_contain_text("signed out")


def test_a_list_grows_and_shrinks_before_the_eyes_of_another(brand: int, sockets: None, sign_in: Any) -> None:
    from apps.brands.services.record_lists import create_list

    made = create_list(name="To taste", kind="brands", shared=True)
    vera, bob = sign_in("vera@acme.example"), sign_in("bob@acme.example")
    vera.goto(f"/t/acme/lists/{made.pk}/")
    expect(vera.locator("[data-rows] tr")).to_have_count(0)
    bob.goto(f"/t/acme/brands/{brand}/")
    bob.get_by_label("Add to a list").select_option("To taste")
    bob.get_by_role("button", name="Add to this list").click()
    expect(vera.locator("[data-rows] tr")).to_have_count(1)
    expect(vera.locator("[data-rows]")).to_contain_text("Briar Creek")
    bob.goto(f"/t/acme/lists/{made.pk}/")
    bob.get_by_role("button", name="Take Briar Creek out of the list").click()
    expect(vera.locator("[data-rows] tr")).to_have_count(0)
    vera.goto("/t/acme/lists/")
    create_list(name="To sell", kind="brands", shared=True)
    expect(vera.locator("main")).to_contain_text("To sell")


# Sockets come when told to, and nothing is asked for now and then.
LATE_SOCKETS = """
window.setInterval = () => 0;
const Real = window.WebSocket;
window.WebSocket = function (url) {
  const stand = { readyState: 0, send: (text) => stand.real?.send(text), close: () => stand.real?.close() };
  window.letThrough = () => {
    stand.real = new Real(url);
    for (const name of ["onopen", "onmessage", "onclose"]) {
      stand.real[name] = (event) => { stand.readyState = stand.real.readyState; stand[name]?.(event); };
    }
  };
  return stand;
};
window.WebSocket.OPEN = Real.OPEN;
"""


def test_work_that_ended_before_the_socket_came_is_shown_when_it_comes(
    as_alice: Any, sockets: None, sign_in: Any
) -> None:
    from apps.core.models import Job

    job = Job.objects.create(kind="brands.export", title="Export", state="running", actor_id=1, actor_name="Alice")
    page = sign_in("alice@acme.example")
    page.add_init_script(LATE_SOCKETS)
    page.goto(f"/t/acme/jobs/{job.pk}/")
    expect(page.locator("[data-busy] .run")).to_contain_text("Running")
    Job.objects.filter(pk=job.pk).update(state="succeeded")
    page.evaluate("letThrough()")
    expect(page.locator("main .run")).to_contain_text("Done")

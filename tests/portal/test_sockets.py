"""Sockets: members hear their workspace and see one another, nobody else hears anything."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.contrib.auth.models import AnonymousUser

from apps.core.services.live import group
from apps.portal import consumers
from tests.portal.line import Line

pytestmark = pytest.mark.commits


@pytest.fixture(autouse=True)
def _quiet_valkey(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faces of one test are not seen in another."""
    from apps.core.services import presence

    monkeypatch.setattr(presence, "_key", lambda schema, place: f"test:{own_database}:{schema}:{place}")


def rename(room: Any, person: Any, name: str = "Renamed") -> int:
    """Bob gives the first brand another name, in Acme; the brand's id."""
    from django_tenants.utils import tenant_context

    from apps.accounts.selectors import actor_of
    from apps.brands.models import Brand
    from apps.brands.services import catalogue
    from apps.core import context
    from tests.factories.catalogue import make_brand

    with tenant_context(room), context.acting(actor=actor_of(person, room), channel="portal"):
        brand = Brand.objects.first() or make_brand("Old name")
        catalogue.update_brand(brand.pk, values={"display_name": name}, version=None)
        return int(brand.pk)


async def test_a_member_hears_the_workspace(acme: Any, vera: Any) -> None:
    one = Line(vera, acme)
    await one.open()
    await one.hear("cursor")
    await one.say("not even JSON")
    payload = {"type": "live.message", "topic": "job", "message": {"id": 1}}
    await get_channel_layer().group_send(group(acme.schema_name), payload)
    assert await one.hear() == {"topic": "job", "message": {"id": 1}}
    await get_channel_layer().group_send(group("w_globex"), payload)
    assert await one.receive_nothing()
    await one.hang_up()


async def test_others_are_closed_with_4404(acme: Any, mallory: Any) -> None:
    for user, room in ((mallory, acme), (AnonymousUser(), acme), (mallory, None)):
        one = Line(user, room)
        await one.open()
        assert await one.code() == 4404


async def test_one_who_is_put_out_stops_hearing(acme: Any, vera: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.accounts.models import Membership

    monkeypatch.setattr(consumers, "LOOK_AGAIN", 0.05)
    one = Line(vera, acme)
    await one.open()
    await sync_to_async(Membership.objects.filter(user=vera).delete)()
    assert await one.code() == 4404


async def test_a_change_is_heard_at_once_and_says_whether_it_is_ones_own(acme: Any, vera: Any, bob: Any) -> None:
    hers, his = Line(vera, acme), Line(bob, acme)
    for one in (hers, his):
        await one.open()
        await one.hear("cursor")
    brand = await sync_to_async(rename)(acme, bob)
    (event,) = (await hers.hear("news"))["events"]
    assert event["topics"] == [f"brands:{brand}"]
    assert event["mine"] is False
    assert (await his.hear("news"))["events"][0]["mine"] is True
    for one in (hers, his):
        await one.hang_up()


async def test_globex_hears_nothing_of_acme(acme: Any, globex: Any, mallory: Any, bob: Any) -> None:
    one = Line(mallory, globex)
    await one.open()
    await one.hear("cursor")
    await sync_to_async(rename)(acme, bob)
    assert await one.receive_nothing(timeout=0.3)
    await one.hang_up()


async def test_after_a_break_nothing_is_missed(acme: Any, vera: Any, bob: Any) -> None:
    one = Line(vera, acme)
    await one.open()
    cursor = (await one.hear("cursor"))["cursor"]
    await one.hang_up()
    brand = await sync_to_async(rename)(acme, bob)
    again = Line(vera, acme, since=cursor)
    await again.open()
    assert f"brands:{brand}" in (await again.hear("news"))["events"][-1]["topics"]
    assert (await again.hear("cursor"))["whole"] is True
    await again.hang_up()


async def test_a_word_that_was_lost_is_made_good(
    acme: Any, vera: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.core.services import outbox

    monkeypatch.setattr(consumers, "LOOK_AGAIN", 0.3)
    one = Line(vera, acme)
    await one.open()
    await one.hear("cursor")
    monkeypatch.setattr(outbox, "tell_event", lambda *_: None)
    brand = await sync_to_async(rename)(acme, bob)
    assert (await one.hear("news"))["events"][0]["topics"] == [f"brands:{brand}"]
    await one.hear("cursor")
    await one.hear("cursor")
    assert await one.receive_nothing(timeout=0.1)  # told once
    await one.hang_up()


async def test_after_too_much_the_page_is_told_to_look_anew(
    acme: Any, vera: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apps.core.selectors import events

    monkeypatch.setattr(events, "MOST", 1)
    for name in ("One", "Two", "Three"):
        await sync_to_async(rename)(acme, bob, name)
    one = Line(vera, acme, since=0)
    await one.open()
    assert (await one.hear())["message"]["whole"] is False
    await one.hang_up()


async def test_a_cursor_of_nonsense_is_no_cursor(acme: Any, vera: Any) -> None:
    for since in ("", "x", "-1", "9" * 40, "1e9"):
        one = Line(vera, acme, since=since)  # type: ignore[arg-type]
        await one.open()
        assert (await one.hear())["topic"] == "cursor", since
        await one.hang_up()


async def test_people_on_one_record_see_one_another(acme: Any, vera: Any, bob: Any) -> None:
    hers, his = Line(vera, acme), Line(bob, acme)
    for one in (hers, his):
        await one.open()
    await hers.say({"here": "brands:1"})
    assert (await hers.hear("present"))["people"] == []
    await his.say({"here": "brands:1", "doing": "edit"})
    assert (await hers.hear("present"))["people"] == [{"id": bob.pk, "name": "Bob", "doing": "edit", "picture": ""}]
    assert (await his.hear("present"))["people"] == [{"id": vera.pk, "name": "Vera", "doing": "see", "picture": ""}]
    await his.hang_up()
    assert (await hers.hear("present"))["people"] == []
    await hers.say({"here": ""})
    await hers.hang_up()


async def test_a_page_that_closes_while_it_is_told_something_leaves_no_face(acme: Any, vera: Any, bob: Any) -> None:
    hers, his = Line(vera, acme), Line(bob, acme)
    for one in (hers, his):
        await one.open()
        await one.say({"here": "brands:1", "doing": "see"})
    while not (await hers.hear("present"))["people"]:
        pass
    his.vanish()
    payload = {"type": "live.message", "topic": "job", "message": {"id": 1}}
    await get_channel_layer().group_send(group(acme.schema_name), payload)
    await his.wait()
    while (await hers.hear("present"))["people"]:
        pass
    await hers.hang_up()


async def test_another_record_or_workspace_shows_nobody(acme: Any, globex: Any, vera: Any, mallory: Any) -> None:
    one, other = Line(vera, acme), Line(mallory, globex)
    for line in (one, other):
        await line.open()
        await line.say({"here": "brands:1"})
        assert (await line.hear("present"))["people"] == []
    for line in (one, other):
        await line.hang_up()


async def test_a_place_of_nonsense_is_ignored(acme: Any, vera: Any) -> None:
    one = Line(vera, acme)
    await one.open()
    await one.hear("cursor")
    for here in ("members:1", "brands:0", "brands:x", "brands:1" + "0" * 30, 7, None, "x" * 500):
        await one.say({"here": here})
        assert await one.receive_nothing(), here
    await one.hang_up()


async def test_a_face_fades_when_nobody_renews_it(acme: Any, vera: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.core.services import presence

    monkeypatch.setattr(presence, "LASTS", 0.2)
    who = {"id": vera.pk, "name": "Vera", "doing": "see"}
    await sync_to_async(presence.enter)("w_acme", "brands:1", socket="gone", who=who)
    assert len(await sync_to_async(presence.present)("w_acme", "brands:1")) == 1
    await asyncio.sleep(0.25)
    assert await sync_to_async(presence.present)("w_acme", "brands:1") == []


async def test_signing_out_closes_the_sockets_of_that_session_only(acme: Any, vera: Any, client: Any) -> None:
    from django.test import Client

    def enter() -> Any:
        browser = Client()
        browser.force_login(vera)
        return browser

    first, second = await sync_to_async(enter)(), await sync_to_async(enter)()
    one, other = Line(vera, acme, session=first.session), Line(vera, acme, session=second.session)
    for line in (one, other):
        await line.open()
        await line.hear("cursor")
    await sync_to_async(first.logout)()
    assert await one.code() == 4401
    assert await other.receive_nothing(timeout=0.2)
    await other.hang_up()


async def test_a_session_that_ended_elsewhere_is_noticed(
    acme: Any, vera: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.sessions.models import Session

    monkeypatch.setattr(consumers, "LOOK_AGAIN", 0.05)
    await sync_to_async(client.force_login)(vera)
    one = Line(vera, acme, session=client.session)
    await one.open()
    await sync_to_async(Session.objects.all().delete)()
    assert await one.code() == 4401


def test_without_sockets_the_same_news_is_asked_for(acme: Any, bob: Any, vera: Any, mallory: Any, portal: Any) -> None:
    browser = portal(vera, acme)
    cursor = browser.get("/live/since/0/").json()["cursor"]
    brand = rename(acme, bob)
    answer = browser.get(f"/live/since/{cursor}/").json()
    assert [f"brands:{brand}"] in [event["topics"] for event in answer["events"]]
    assert browser.get(f"/live/since/{'9' * 30}/").json()["events"] == []
    assert portal(mallory, acme).get("/live/since/0/").status_code == 404

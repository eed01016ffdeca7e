"""Pages of subscriptions: what a filter takes is counted first, then followed, updated, paused and ended."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from apps.brands.models import Import, Sku, Subscription
from apps.brands.services.subscriptions import create_subscription
from apps.core.models import Job
from apps.registry.services.colas import load_registry
from tests.brands.files import row, table


class Nobody:
    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody looks."""


@pytest.fixture
def registry(acme: Any, tmp_path: Path) -> None:
    """Four records: three wines, one beer."""
    rows = [row(1), row(2, origin="50", origin_desc="ITALY"), row(3, permit="CA-I-1"),
            row(4, origin="05", class_type="901", class_type_desc="BEER")]  # fmt: skip
    path = tmp_path / "day.csv"
    path.write_bytes(table(rows))
    load_registry([path], Nobody())


@pytest.fixture
def following(in_acme: Any, registry: None) -> Subscription:
    return create_subscription(name="France", filter={"origin": ["51"]})


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Takes 4 records"), ("origin=France", "Takes 2 records"), ("origin=France,+Italy", "Takes 3 records"),
        ("permit_state=CA", "Takes 1 record "), ("market=domestic", "Takes 1 record "), ("origin=Narnia", "Takes nothing"),
        ("completed_from=soon", "Correct what is marked"), ("category=Wine&permit=ca-i-1", "Takes 1 record "),
    ],
)  # fmt: skip
def test_one_sees_how_much_a_filter_takes(query: str, said: str, registry: None, seen: Any) -> None:
    page = " ".join(seen.get(f"/subscriptions/count/?{query}").content.decode().split())
    assert said in page


def test_following_begins_at_once(registry: None, seen: Any, deliver: Any, in_acme: Any) -> None:
    answer = seen.post("/subscriptions/new/", {"name": "", "origin": "France", "category": ["Wine"]})
    made = Subscription.objects.get()
    assert answer["Location"].endswith(f"/subscriptions/{made.pk}/")
    assert made.filter == {"origin": ["51"], "category": ["Wine"]}
    deliver()
    connection.set_tenant(in_acme)
    assert Sku.objects.count() == 2
    page = seen.get(f"/subscriptions/{made.pk}/").content.decode()
    assert "Origin: France · Category: Wine" in page
    assert f"/imports/{Import.objects.get().pk}/" in page


@pytest.mark.parametrize("sent", [{"completed_to": "31/02/2026"}, {"market": "both"}, {"category": ["Cheese"]}])
def test_what_cannot_be_is_marked_and_nothing_is_followed(sent: dict[str, Any], in_acme: Any, seen: Any) -> None:
    answer = seen.post("/subscriptions/new/", sent)
    assert answer.status_code == 422
    assert b'class="error"' in answer.content
    assert not Subscription.objects.exists()


def test_an_update_asked_for_twice_is_one_job_with_its_progress_and_stop(
    following: Subscription, seen: Any, held_back: None
) -> None:
    for _ in range(2):
        seen.post(f"/subscriptions/{following.pk}/fill/")
    job = Job.objects.get()
    page = seen.get(f"/subscriptions/{following.pk}/").content.decode()
    assert f"/jobs/{job.pk}/cancel/" in page
    assert "data-busy" in page


def test_pausing_and_resuming(following: Subscription, seen: Any) -> None:
    for what, is_active in (("pause", False), ("resume", True)):
        seen.post(f"/subscriptions/{following.pk}/{what}/")
        following.refresh_from_db()
        assert following.is_active is is_active


def test_ending_one_stops_its_update(following: Subscription, seen: Any, held_back: None) -> None:
    seen.post(f"/subscriptions/{following.pk}/fill/")
    seen.post(f"/subscriptions/{following.pk}/remove/")
    assert not Subscription.objects.exists()
    assert Job.objects.get().state == "cancelled"


def test_only_leads_change_anything(following: Subscription, acme: Any, bob: Any, portal: Any) -> None:
    browser = portal(bob, acme)
    page = browser.get(f"/subscriptions/{following.pk}/").content.decode()
    assert "Pause" not in page
    for what in ("fill", "pause", "resume", "remove"):
        assert browser.post(f"/subscriptions/{following.pk}/{what}/").status_code == 403
    assert b"New subscription" not in browser.get("/subscriptions/").content


def test_an_empty_list_teaches(in_acme: Any, seen: Any) -> None:
    assert b"No part of the registry is followed yet" in seen.get("/subscriptions/").content


def test_globex_sees_nothing_of_acme(following: Subscription, globex: Any, mallory: Any, portal: Any) -> None:
    browser = portal(mallory, globex)
    assert b"France" not in browser.get("/subscriptions/").content
    assert browser.get(f"/subscriptions/{following.pk}/").status_code == 404


def test_the_guide_of_an_empty_workspace_offers_the_registry_where_it_is_loaded(seen: Any, registry: None) -> None:
    page = seen.get("/").content.decode()
    assert "The public registry" in page
    assert "/subscriptions/new/" in page.partition('class="guide"')[2]


def test_the_guide_offers_no_registry_that_is_not_loaded_and_none_to_who_may_not_follow(
    seen: Any, bob: Any, acme: Any, portal: Any, request: Any
) -> None:
    assert "The public registry" not in seen.get("/").content.decode()
    request.getfixturevalue("registry")
    page = portal(bob, acme).get("/").content.decode()
    assert "Begin with one file" in page
    assert "The public registry" not in page

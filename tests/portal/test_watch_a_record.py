"""A person watches a record, and is told what others did to it: at once, daily or weekly; never of their own acts."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.brands.models import Brand, Importer, RecordWatch, Sku
from apps.brands.selectors import watches as selectors
from apps.brands.services import catalogue, watch_news, watches
from apps.brands.services.editing import BadValue
from apps.brands.services.permit_lists import load_own_list
from apps.brands.tasks.watches import check_watches
from apps.consolidation.models import Merge
from apps.core.models import ChangeSet, Notification
from apps.core.services import undo
from apps.portal.notices import CHOICES
from tests.brands.shelf import act, put, put_sku

pytestmark = pytest.mark.commits  # what is news is told by transactions


@pytest.fixture
def brand(imported: Any) -> Brand:
    return Brand.objects.order_by("pk").filter(archived_at=None)[0]


def edit(brand: Brand, name: str = "Another name") -> None:
    catalogue.update_brand(brand.pk, values={"display_name": name})


def watched_by(user: Any, noun: str, pk: int, pace: str = "at_once") -> RecordWatch:
    return watches.watch(user_id=user.pk, noun=noun, record_id=pk, pace=pace)


def words() -> list[Notification]:
    return list(Notification.objects.order_by("id"))


def test_an_edit_by_somebody_else_is_told_once_with_a_way_to_the_history(
    brand: Brand, bob: Any, portal: Any, acme: Any
) -> None:
    browser = portal(bob, acme)
    browser.post(f"/watches/brands/{brand.pk}/", {"pace": "at_once"})
    edit(brand)
    assert (watch_news.check_watches(), watch_news.check_watches()) == (1, 0)
    assert [(one.user_id, one.path) for one in words()] == [(bob.pk, f"brands/{brand.pk}/history/")]
    page = browser.get("/notifications/").content.decode()
    assert "Another name" in page
    assert "Alice" in page
    assert f"/brands/{brand.pk}/history/" in browser.get("/watches/").content.decode()


def test_ones_own_acts_are_not_told(brand: Brand, alice: Any) -> None:
    watched_by(alice, "brands", brand.pk)
    edit(brand)
    assert watch_news.check_watches() == 0


def test_what_was_before_the_watch_is_no_news(brand: Brand, bob: Any) -> None:
    edit(brand)
    watched_by(bob, "brands", brand.pk)
    assert watch_news.check_watches() == 0


def test_an_undo_is_told(brand: Brand, bob: Any) -> None:
    edit(brand)
    done = ChangeSet.objects.latest("pk")
    watched_by(bob, "brands", brand.pk)
    undo.undo(done.pk)
    assert watch_news.check_watches() == 1


def test_a_brand_and_its_importer_tell_of_skus_that_come_and_change(brand: Brand, bob: Any) -> None:
    importer = Importer.objects.filter(sku_count__gt=0).order_by("pk")[0]
    watched_by(bob, "brands", brand.pk)
    watched_by(bob, "importers", importer.pk)
    with act():
        sku = put_sku(brand, permit=importer.permit)
        _published(sku)
    assert watch_news.check_watches() == 1
    (told,) = words()
    assert (told.kind, told.path, told.facts["records"]) == ("record.changed", "watches/", 2)
    assert {one.last["new"] for one in RecordWatch.objects.all()} == {1}


def test_a_watched_importer_tells_of_a_list_that_changes_it(brand: Brand, bob: Any) -> None:
    importer = Importer.objects.filter(sku_count__gt=0).order_by("pk")[0]
    watched_by(bob, "importers", importer.pk)
    holder = f"Permit_Number,Owner_Name,Operating_Name,Street,City\n{importer.permit},OWN LLC,,,ALBANY\n".encode()
    load_own_list(list_code="importer", name="mine.csv", stream=io.BytesIO(holder))
    assert watch_news.check_watches() == 1
    assert words()[0].path == f"importers/{importer.pk}/history/"


def _published(sku: Sku) -> None:
    from apps.brands.events import SkuUpdated
    from apps.core.services.outbox import publish

    publish(SkuUpdated(sku.pk, sku.brand_id, ["brand_id"], "task"))


def test_a_watched_sku_tells_of_its_edit(brand: Brand, bob: Any, portal: Any, acme: Any) -> None:
    sku = brand.skus.all()[0]
    watched_by(bob, "skus", sku.pk)
    catalogue.update_sku(sku.pk, values={"fanciful_name": "Blue"})
    assert watch_news.check_watches() == 1
    assert words()[0].path == f"skus/{sku.pk}/history/"
    assert sku.ttb_id in portal(bob, acme).get("/notifications/").content.decode()


@pytest.mark.parametrize(("pace", "days"), [("daily", 1), ("weekly", 7)])
def test_who_wants_it_daily_or_weekly_is_told_of_all_of_it_then(brand: Brand, bob: Any, pace: str, days: int) -> None:
    watch = watched_by(bob, "brands", brand.pk, pace)
    edit(brand, "First")
    edit(brand, "Second")
    assert watch_news.check_watches() == 0
    RecordWatch.objects.filter(pk=watch.pk).update(looked_at=timezone.now() - timedelta(days=days))
    assert (watch_news.check_watches(), watch_news.check_watches()) == (1, 0)
    assert words()[0].facts["acts"] == 2


def test_those_who_watch_a_merged_brand_follow_its_heir_and_come_back(imported: Any, bob: Any, alice: Any) -> None:
    from apps.consolidation.services.merging import Order, merge_brands

    one, other = put("Heir"), put("Absorbed")
    watched_by(bob, "brands", other.pk)
    merge = merge_brands(Order(survivor_id=one.pk, absorbed_ids=(other.pk,)))
    assert watch_news.check_watches() == 1
    edit(Brand.objects.get(pk=one.pk), "Heir of all")
    assert watch_news.check_watches() == 1
    assert words()[-1].path == f"brands/{one.pk}/history/"
    assert watches.watch(user_id=bob.pk, noun="brands", record_id=one.pk).record_id == other.pk
    undo.undo(Merge.objects.get(pk=merge.pk).change_set_id, choice="keep_later")
    watch_news.check_watches()
    edit(Brand.objects.get(pk=one.pk), "Heir of nothing")
    assert watch_news.check_watches() == 0


def test_many_are_shown_page_by_page_and_there_is_an_end(
    imported: Any, bob: Any, portal: Any, acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    monkeypatch.setattr(watches, "MOST", 3)
    for one in Brand.objects.order_by("pk")[:3]:
        watched_by(bob, "brands", one.pk)
    browser = portal(bob, acme)
    first, second = (browser.get("/watches/", {"after": after}).content.decode() for after in ("", 2))
    assert (first.count("Stop watching"), second.count("Stop watching")) == (2, 1)
    assert "?after=2" in first
    assert browser.get("/watches/", {"after": "x"}).status_code == 200
    with pytest.raises(BadValue):
        watched_by(bob, "skus", Sku.objects.all()[0].pk)


def test_who_stops_watching_is_told_nothing(brand: Brand, bob: Any, portal: Any, acme: Any) -> None:
    watched_by(bob, "brands", brand.pk)
    browser = portal(bob, acme)
    assert "Watching" in browser.get(f"/brands/{brand.pk}/").content.decode()
    browser.post(f"/watches/brands/{brand.pk}/", {"what": "unwatch"})
    edit(brand)
    assert watch_news.check_watches() == 0
    assert "Watch…" in browser.get(f"/brands/{brand.pk}/").content.decode()


def test_who_switched_it_off_is_not_told_but_sees_it_in_what_they_watch(
    brand: Brand, bob: Any, portal: Any, acme: Any
) -> None:
    browser = portal(bob, acme)
    kinds = [kind for kind, _label in CHOICES if kind != watch_news.CHANGED]
    browser.post("/profile/notices/", {"kinds": kinds})
    watched_by(bob, "brands", brand.pk)
    edit(brand)
    assert watch_news.check_watches() == 0
    assert not words()
    assert "Another name" in browser.get("/watches/").content.decode()


def test_an_import_is_one_word_to_each_watcher_in_few_questions(imported: Any, bob: Any, max: Any) -> None:  # noqa: A002
    for user in (bob, max):
        for brand in Brand.objects.all()[:30]:
            watched_by(user, "brands", brand.pk)
    RecordWatch.objects.update(seen="3:3:")
    with CaptureQueriesContext(connection) as asked:
        assert watch_news.check_watches() == 2
    assert len(asked) <= 20
    assert Notification.objects.count() == 2


def test_after_a_restore_elsewhere_a_watch_begins_anew(brand: Brand, bob: Any) -> None:
    far = 2**40
    watched_by(bob, "brands", brand.pk)
    RecordWatch.objects.update(seen=f"{far}:{far}:")
    assert watch_news.check_watches() == 0
    edit(brand)
    assert watch_news.check_watches() == 1


def test_the_sweep_looks_at_every_workspace(imported: Any) -> None:
    assert check_watches() == 0


def test_a_record_that_is_not_there_or_a_pace_nobody_knows_is_refused(brand: Brand, seen: Any) -> None:
    assert seen.post("/watches/brands/999999/", {}).status_code == 404
    assert seen.post("/watches/permits/1/", {}).status_code == 404
    seen.post(f"/watches/brands/{brand.pk}/", {"pace": "hourly"})
    assert not RecordWatch.objects.exists()


def test_watches_by_api(brand: Brand, bob: Any, alice: Any, acme: Any, api: Any) -> None:
    mine = api(bob, acme)
    made = mine.post("watches", {"brand": brand.pk, "pace": "daily"})
    assert (made.status_code, made.json()["name"], made.json()["pace"]) == (201, brand.display_name, "daily")
    at = f"watches/{made.json()['id']}"
    assert mine.patch(at, {"pace": "weekly"}).json()["pace"] == "weekly"
    assert api(alice, acme).get(at).status_code == 404
    assert [one["id"] for one in mine.get("watches").json()["results"]] == [made.json()["id"]]
    assert mine.delete(at).status_code == 204
    assert mine.get(at).status_code == 404
    for body in ({}, {"brand": 1, "sku": 1}, {"brand": "x"}, {"brand": brand.pk, "pace": 7}):
        assert mine.post("watches", body).status_code in {400, 422}, body
    assert mine.post("watches", {"brand": 10**9}).status_code == 404

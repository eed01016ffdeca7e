"""A list under a name: private or shared, pinned, watched, what a role's list opens as; and what changed since."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from apps.brands.models import Brand, Sku
from apps.brands.selectors.changed import what_changed
from apps.brands.services import catalogue
from apps.brands.tasks.views import check_views, purge_pastes, rows_of
from apps.core.api.views import LISTS
from apps.core.models import ChangeSet, Notification, Paste, SavedView, ViewWatch
from apps.core.services import alerts, pastes
from apps.portal import words
from tests.brands.shelf import put


def saved(
    browser: Any, name: str = "Wine of Spain", query: str = "?category=Wine&columns=sku_count,display_name", **more: Any
) -> Any:
    answer = browser.post("/views/save/", {"list": "brands", "name": name, "query": query, **more})
    assert answer.status_code == 302
    return SavedView.objects.latest("pk")


@pytest.fixture
def bobs(portal: Any, bob: Any, acme: Any) -> Any:
    return portal(bob, acme)


def test_a_view_opens_the_list_as_it_was(seen: Any, imported: Any) -> None:
    view = saved(seen)
    answer = seen.get(f"/views/{view.pk}/")
    assert sorted(answer["Location"].partition("?")[2].split("&")) == [
        "category=Wine", "columns=sku_count%2Cdisplay_name", f"view={view.pk}",
    ]  # fmt: skip
    assert seen.get(answer["Location"]).status_code == 200
    assert "Wine of Spain" in seen.get("/views/").content.decode()


def test_a_private_view_is_its_owners_alone(seen: Any, bobs: Any, imported: Any) -> None:
    view = saved(bobs)
    assert seen.get(f"/views/{view.pk}/").status_code == 404
    assert "Wine of Spain" not in seen.get("/views/").content.decode()
    bobs.post(f"/views/{view.pk}/change/", {"what": "share"})
    assert seen.get(f"/views/{view.pk}/").status_code == 302


def test_others_may_open_and_pin_a_shared_view_but_not_change_it(seen: Any, bobs: Any, imported: Any) -> None:
    view = saved(seen, is_shared="1")
    for what in ("delete", "unshare", "rename", "roles"):
        assert bobs.post(f"/views/{view.pk}/change/", {"what": what, "name": "x"}).status_code == 403
    bobs.post(f"/views/{view.pk}/change/", {"what": "pin"})
    assert "Wine of Spain" in bobs.get("/brands/").content.decode()
    seen.get("/skus/")  # says that it was saved
    assert "Wine of Spain" not in seen.get("/skus/").content.decode()


def test_a_role_gets_its_list_by_default_and_can_leave_it(seen: Any, bobs: Any, imported: Any) -> None:
    view = saved(seen, is_shared="1")
    seen.post(f"/views/{view.pk}/change/", {"what": "roles", "role": ["analyst"]})
    assert f"view={view.pk}" in bobs.get("/brands/")["Location"]
    assert bobs.get("/brands/?view=0").status_code == 200
    assert seen.get("/brands/").status_code == 200


def test_a_view_whose_column_and_filter_are_gone_opens_with_the_rest(seen: Any, imported: Any) -> None:
    view = saved(seen)
    asked = {"category": ["Wine"], "colour": ["red"], "columns": ["colour,sku_count"], "sort": ["colour"]}
    SavedView.objects.update(query=asked)
    page = seen.get(seen.get(f"/views/{view.pk}/")["Location"])
    assert page.status_code == 200
    assert "These were left out: colour, colour, sort" in page.content.decode()
    assert 'class="chip"' in page.content.decode()


def test_what_changed_since_one_last_looked(seen: Any, imported: Any) -> None:
    view = saved(seen, query="?sort=id")
    seen.get(f"/views/{view.pk}/")
    looked = ViewWatch.objects.get().looked_at
    put("Brand new")
    first = seen.get(f"/views/{view.pk}/?changed=1")["Location"]
    assert "changed_since=" in first
    page = seen.get(first).content.decode()
    assert "Brand new" in page
    assert f"Changed since: {date_format(looked, 'DATETIME_FORMAT')}" in page


def test_each_row_says_what_changed_since_and_by_whom(
    seen: Any, imported: Any, as_alice: Any, django_assert_num_queries: Any
) -> None:
    brand, since = put("Alto Piano"), datetime.now(UTC)
    ChangeSet.objects.update(created_at=since - timedelta(hours=1))
    for values in ({"website": "https://alto.example"}, {"display_name": "Zéphyr"}):
        catalogue.update_brand(brand.pk, values=values)
    fresh = put("Brand new", {}, {})
    sku = Sku.objects.get(brand=brand)
    catalogue.update_sku(sku.pk, values={"fanciful_name": "Vivace"})
    ChangeSet.objects.filter(created_at__gt=since - timedelta(minutes=1)).update(created_at=since)
    assert "Name, Website, 1 SKU <span" in _told(seen, "brands", since)[brand.pk]
    assert "New, 2 SKUs <span" in _told(seen, "brands", since)[fresh.pk]
    assert "Fanciful name <span" in _told(seen, "skus", since)[sku.pk]
    assert "Alice" in _told(seen, "skus", since)[sku.pk]
    assert "What changed" not in seen.get("/brands/").content.decode()
    what_changed("brands", [brand.pk], since)  # the connection finds its workspace
    for ids in ([], [brand.pk], [brand.pk, fresh.pk]):
        with django_assert_num_queries(2 if ids else 0):
            assert len(what_changed("brands", ids, since)) == len(ids)


def _told(browser: Any, noun: str, since: datetime) -> dict[int, str]:
    """Of each row what the last column says."""
    page = browser.get(f"/{noun}/", {"changed_since": since.isoformat()}).content.decode()
    assert "What changed" in page
    rows = page.partition("<tbody")[2].partition("</tbody>")[0].split("<tr")[1:]
    return {int(re.search(rf"/{noun}/(\d+)/", row)[1]): row.rpartition("<td>")[2] for row in rows}  # type: ignore[index]


def test_only_a_list_that_knows_what_changed_offers_it(seen: Any, imported: Any) -> None:
    for noun, offered in (("skus", True), ("importers", False)):
        saved(seen, list=noun, query="")
        view = SavedView.objects.get(resource=noun)
        seen.get(f"/views/{view.pk}/")
        assert ("What changed since I last looked" in seen.get("/views/").content.decode()) == offered
        view.delete()


def test_every_list_that_can_be_saved_has_a_name_for_people() -> None:
    assert [noun for noun in LISTS if words.listed(noun) == noun] == []


def test_how_often_a_view_tells_is_changed_where_it_is_shown(seen: Any, imported: Any) -> None:
    view = saved(seen)
    for pace in ("daily", "weekly"):
        seen.post(f"/views/{view.pk}/change/", {"what": "watch", "pace": pace})
        assert f'value="{pace}" selected' in seen.get("/views/").content.decode()


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "x" * 121}, {"name": "\x00"}, {"query": "?" + "a=1&" * 9000}, {"query": "?q=\x00"}]
)
def test_a_view_that_cannot_be_kept_is_refused_in_words(sent: dict[str, str], seen: Any, imported: Any) -> None:
    seen.post("/views/save/", {"list": "brands", "name": "x", "query": "", **sent})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [("?sort=-colour", "There is no sort named -colour."), ("?colour=red", "There is no filter named colour.")],
)
def test_a_view_of_an_order_or_filter_the_list_does_not_have_is_refused_in_words(
    asked: str, said: str, seen: Any, imported: Any
) -> None:
    answer = seen.post("/views/save/", {"list": "brands", "name": "x", "query": asked})
    assert answer["Location"].endswith(f"/brands/{asked}")
    assert said in seen.get("/brands/").content.decode()
    assert not SavedView.objects.exists()
    view = saved(seen)
    seen.post(f"/views/{view.pk}/change/", {"what": "query", "query": asked})
    assert said in seen.get("/views/").content.decode()
    assert SavedView.objects.get().query == view.query


def test_names_of_any_script_are_only_text(seen: Any, imported: Any) -> None:
    saved(seen, name="<b>🍷</b> שלום")
    page = seen.get("/views/").content.decode()
    assert "&lt;b&gt;🍷&lt;/b&gt; שלום" in page


def test_a_watched_view_tells_of_new_rows_once(seen: Any, alice: Any, imported: Any, in_acme: Any) -> None:
    view = saved(seen, query="?archived=all&columns=gone&sort=id")
    seen.post(f"/views/{view.pk}/change/", {"what": "watch"})
    assert alerts.check_views(rows_of) == 0
    put("One more")
    assert (alerts.check_views(rows_of), alerts.check_views(rows_of)) == (1, 0)
    assert Notification.objects.get().user_id == alice.pk
    page = seen.get("/notifications/").content.decode()
    assert "has 1 row more" in page
    assert 'badge bad">1<' in page
    seen.post("/notifications/read/")
    assert 'badge bad">1<' not in seen.get("/brands/").content.decode()


@pytest.mark.parametrize(("pace", "days"), [("daily", 1), ("weekly", 7)])
def test_a_view_tells_daily_or_weekly_who_wants_it_so(
    pace: str, days: int, seen: Any, imported: Any, in_acme: Any
) -> None:
    view = saved(seen, query="?sort=id")
    seen.post(f"/views/{view.pk}/change/", {"what": "watch", "pace": pace})
    assert alerts.check_views(rows_of) == 0
    put("One more")
    assert alerts.check_views(rows_of) == 0
    put("And another")
    ViewWatch.objects.update(checked_at=timezone.now() - timedelta(days=days))
    assert (alerts.check_views(rows_of), alerts.check_views(rows_of)) == (1, 0)
    assert Notification.objects.get().facts["more"] == 2


def test_a_pace_nobody_knows_is_refused(seen: Any, api: Any, alice: Any, acme: Any, imported: Any) -> None:
    view = saved(seen)
    seen.post(f"/views/{view.pk}/change/", {"what": "watch", "pace": "hourly"})
    assert not ViewWatch.objects.exists()
    mine = api(alice, acme)
    assert mine.patch(f"views/{view.pk}", {"pace": "hourly"}).status_code == 422
    assert mine.patch(f"views/{view.pk}", {"pace": "weekly", "is_watched": True}).json()["pace"] == "weekly"


@pytest.mark.parametrize("few", [alerts.FEW, 0])
def test_one_that_came_while_another_went_is_noticed(
    few: int, seen: Any, imported: Any, in_acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "FEW", few)
    view = saved(seen, query="?sort=id")
    seen.post(f"/views/{view.pk}/change/", {"what": "watch"})
    alerts.check_views(rows_of)
    catalogue.archive_brand(Brand.objects.order_by("pk")[0].pk)
    assert alerts.check_views(rows_of) == 0
    catalogue.archive_brand(Brand.objects.filter(archived_at=None).order_by("pk")[0].pk)
    put("In its place")
    assert alerts.check_views(rows_of) == 1
    assert Notification.objects.get().facts["more"] == 1


def test_a_view_that_asks_something_else_now_is_looked_at_afresh(seen: Any, imported: Any, in_acme: Any) -> None:
    view = saved(seen, query="?category=Gin")
    seen.post(f"/views/{view.pk}/change/", {"what": "watch"})
    alerts.check_views(rows_of)
    seen.post(f"/views/{view.pk}/change/", {"what": "query", "query": "?sort=id"})
    assert alerts.check_views(rows_of) == 0


def test_a_view_that_became_private_tells_its_owner_alone(seen: Any, bobs: Any, alice: Any, imported: Any) -> None:
    view = saved(seen, is_shared="1")
    for browser in (seen, bobs):
        browser.post(f"/views/{view.pk}/change/", {"what": "watch"})
    seen.post(f"/views/{view.pk}/change/", {"what": "unshare"})
    ViewWatch.objects.update(rows=0, ids=[])
    assert alerts.check_views(rows_of) == 1
    assert [one.user_id for one in Notification.objects.all()] == [alice.pk]


def test_an_import_is_told_to_watchers(seen: Any, imported: Any, in_acme: Any, deliver: Any) -> None:
    view = saved(seen, query="")
    seen.post(f"/views/{view.pk}/change/", {"what": "watch"})
    ViewWatch.objects.update(rows=0, ids=[])
    deliver()
    assert Notification.objects.count() == 1


def test_the_sweep_looks_at_every_workspace(imported: Any) -> None:
    assert check_views() == 0


def test_watched_views_are_looked_at_in_turn(
    seen: Any, imported: Any, in_acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "MOST", 2)
    for name in ("One", "Two", "Three"):
        seen.post(f"/views/{saved(seen, name=name).pk}/change/", {"what": "watch"})
    ViewWatch.objects.update(rows=0, ids=[])
    assert [alerts.check_views(rows_of) for _ in range(2)] == [2, 1]


def test_values_pasted_a_month_ago_are_forgotten_in_every_workspace(in_acme: Any) -> None:
    kept, old = pastes.keep(["a"]), pastes.keep(["b"])
    Paste.objects.filter(pk=old.pk).update(used_at=timezone.now() - pastes.KEEP - timedelta(hours=1))
    assert purge_pastes() == 1
    assert list(Paste.objects.values_list("pk", flat=True)) == [kept.pk]


def test_pasted_values_that_a_saved_view_asks_for_stay(seen: Any, imported: Any, in_acme: Any) -> None:
    saved(seen, query=f"?permit__paste={pastes.keep(['NY-I-1']).pk}")
    Paste.objects.update(used_at=timezone.now() - pastes.KEEP * 2)
    assert purge_pastes() == 0


def test_a_view_whose_filter_is_gone_is_not_counted(in_acme: Any) -> None:
    assert rows_of("brands", {"colour": ["red"]}) is None
    assert rows_of("colours", {}) is None


def test_globex_sees_no_view_of_acme(seen: Any, imported: Any, portal: Any, mallory: Any, globex: Any) -> None:
    view = saved(seen, is_shared="1")
    assert portal(mallory, globex).get(f"/views/{view.pk}/").status_code == 404


def test_the_api_saves_changes_and_deletes(api: Any, alice: Any, bob: Any, acme: Any) -> None:
    mine, bobs = api(alice, acme), api(bob, acme)
    made = mine.post("views", {"list": "brands", "name": "W", "query": {"category": ["Wine"]}}, format="json").json()
    at = f"views/{made['id']}"
    assert bobs.get(at).status_code == 404
    assert mine.patch(at, {"is_shared": True, "default_for": ["viewer"], "is_pinned": True}, format="json").json()[
        "is_pinned"
    ]
    assert bobs.get(at).json()["default_for"] == ["viewer"]
    assert bobs.patch(at, {"name": "X"}, format="json").status_code == 403
    assert mine.patch(at, {"is_shared": False}, format="json").status_code == 422
    assert mine.delete(at).status_code == 204
    for body in (
        {"list": "secrets", "name": "x"},
        {"list": "brands", "name": 5},
        {"list": "brands", "name": "x", "query": []},
    ):
        assert mine.post("views", body, format="json").status_code == 422


@pytest.mark.parametrize("odd", [["brands"], {"brands": 1}, 7, None])
def test_the_api_takes_only_the_name_of_a_list(api: Any, alice: Any, acme: Any, odd: Any) -> None:
    assert api(alice, acme).post("views", {"list": odd, "name": "Odd"}).status_code == 422

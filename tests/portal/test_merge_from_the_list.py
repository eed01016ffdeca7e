"""Brands ticked in the list are merged: looked at first, done in the background as one act, taken back exactly."""

import re
from typing import Any

import pytest

from apps.brands.models import Brand
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Merge
from apps.core.models import Job
from apps.core.services import undo
from tests.brands.shelf import put

NEW = "/merges/new/"


@pytest.fixture
def three(in_acme: Any) -> list[int]:
    """Three spellings of one brand; the second has most SKUs."""
    return [
        put("CASA ROJA").pk,
        put("Casa Roja", {}, {}, website="https://roja.example").pk,
        put("C. ROJA", website="https://other.example").pk,
    ]


def test_ticked_rows_lead_to_a_preview_with_an_address_of_its_own(three: list[int], seen: Any) -> None:
    assert f'formaction="/t/acme{NEW}"' in seen.get("/brands/").content.decode()
    answer = seen.post(NEW, {"noun": "brands", "ids": three[:2]})
    assert answer["Location"] == f"/t/acme{NEW}?ids={three[0]}&ids={three[1]}"
    page = seen.get(answer["Location"].removeprefix("/t/acme")).content.decode()
    assert "Merge 2 brands" in page
    assert re.search(rf'value="{three[1]}"\s+checked', page), "the brand with most SKUs stays"
    assert not Merge.objects.exists()


def test_they_become_one_in_one_act_that_is_taken_back(three: list[int], seen: Any, deliver: Any) -> None:
    sent = {"ids": three, "what": "sure", "survivor": three[0], "keep_website": three[2], "reason": "One house"}
    at = seen.post(NEW, sent)["Location"].removeprefix("/t/acme")
    job = Job.objects.get(kind="consolidation.merge")
    assert at == f"/jobs/{job.pk}/"
    assert "See what it did" not in seen.get(at).content.decode()
    deliver()
    merge = Merge.objects.get()
    assert f'<a href="/t/acme/merges/{merge.pk}/">See what it did</a>' in seen.get(at).content.decode()
    assert (merge.survivor_id, merge.absorbed_ids, merge.reason) == (three[0], three[1:], "One house")
    assert Brand.objects.get(pk=three[0]).website == "https://other.example"
    assert {root_of(pk) for pk in three} == {three[0]}
    undo.undo(merge.change_set_id)
    assert [root_of(pk) for pk in three] == three


def test_a_brand_unticked_on_the_page_stays_out(three: list[int], seen: Any, deliver: Any) -> None:
    seen.post(NEW, {"ids": three, "member": three[:2], "what": "sure"})
    deliver()
    assert [root_of(pk) for pk in three] == [three[1], three[1], three[2]]


def test_another_brand_that_stays_is_looked_at_before_it_is_done(three: list[int], seen: Any) -> None:
    sent = {"ids": three, "member": three[:2], "what": "look", "survivor": three[0], "relation": "sku_of_brand"}
    page = seen.post(NEW, sent).content.decode()
    assert re.search(rf'value="{three[0]}"\s+checked', page)
    assert not re.search(rf'name="member"\s+value="{three[2]}"\s+checked', page)
    assert re.search(r'value="sku_of_brand"\s+selected', page)
    assert not Job.objects.filter(kind="consolidation.merge").exists()


def test_all_that_fit_are_merged_when_they_are_few(three: list[int], seen: Any, monkeypatch: Any) -> None:
    from apps.portal.views import new_merge

    sent = {"noun": "brands", "all": "1", "query": "display_name__contains=roja&sort=-sku_count"}
    assert seen.post(NEW, sent)["Location"].count("ids=") == 3
    monkeypatch.setattr(new_merge, "MOST", 2)
    assert seen.post(NEW, sent)["Location"] == "/t/acme/brands/"
    assert "These are more than 2 brands" in seen.get("/brands/").content.decode()


@pytest.mark.parametrize("ids", [[], ["x"], [1], ["1", "1"], ["9" * 30, "404404"], ["404404", "505505"]])
def test_what_is_no_choice_of_brands_is_told(ids: list[str], three: list[int], seen: Any) -> None:
    for sent in ({"ids": ids}, {"ids": ids, "what": "sure"}, {"ids": ids, "what": "look"}):
        answer = seen.post(NEW, sent)
        if "merges/new" in answer["Location"]:
            answer = seen.get(answer["Location"].removeprefix("/t/acme"))
        assert answer["Location"] == "/t/acme/brands/"
    assert "Tick 2 to 200 brands" in seen.get("/brands/").content.decode()


def test_an_archived_or_merged_brand_is_named_and_nothing_is_done(three: list[int], seen: Any, deliver: Any) -> None:
    from apps.brands.services import catalogue

    catalogue.archive_brand(three[0])
    page = seen.get(f"{NEW}?ids={three[0]}&ids={three[1]}").content.decode()
    assert f"Brand {three[0]} is archived. Restore it first." in page
    assert 'value="sure"' not in page
    assert seen.post(NEW, {"ids": three, "what": "sure"}).status_code == 422
    seen.post(NEW, {"ids": three[1:], "what": "sure"})
    deliver()
    again = seen.get(f"{NEW}?ids={three[1]}&ids={three[2]}").content.decode()
    assert f"Brand {three[2]} was merged into brand {three[1]}." in again
    assert Merge.objects.count() == 1


def test_only_those_who_may_merge_see_it(three: list[int], portal: Any, vera: Any, bob: Any, acme: Any) -> None:
    theirs = portal(vera, acme)
    assert "/merges/new/" not in theirs.get("/brands/").content.decode()
    assert theirs.get(f"{NEW}?ids=1&ids=2").status_code == 403
    assert theirs.post(NEW, {"ids": three, "what": "sure"}).status_code == 403
    assert portal(bob, acme).get(f"{NEW}?ids={three[0]}&ids={three[1]}").status_code == 200


def test_where_the_policy_wants_two_it_waits_for_the_second(
    three: list[int], portal: Any, bob: Any, alice: Any, acme: Any
) -> None:
    from apps.consolidation.models import Policy, Proposal

    Policy.objects.create(rules={"four_eyes_from": 2})
    his, hers = portal(bob, acme), portal(alice, acme)
    assert "Ask for the merge" in his.get(f"{NEW}?ids={three[0]}&ids={three[1]}").content.decode()
    at = his.post(NEW, {"ids": three, "what": "sure", "survivor": three[0]})["Location"].removeprefix("/t/acme")
    assert at == f"/review/?brand={three[0]}"
    page = his.get(at).content.decode()
    assert "Nothing is merged yet. Waits for a second person" in page
    assert page.count('<span class="badge warn">Waits for a second person</span>') == 2
    assert not Job.objects.filter(kind="consolidation.merge").exists()
    row = Proposal.objects.order_by("pk")[0]
    looked_at = hers.get(f"/review/{row.pk}/").content.decode()
    assert re.search(rf'value="{three[0]}"\s+checked', looked_at)
    assert "Bob wants one brand of" in looked_at
    hers.post(NEW, {"ids": three[:2], "what": "sure", "survivor": three[0]})
    assert [root_of(pk) for pk in three] == [three[0], three[0], three[2]]


def test_a_merge_that_waited_while_the_policy_came_to_want_two_only_asks(
    three: list[int], seen: Any, deliver: Any
) -> None:
    from apps.consolidation.models import Policy, Proposal

    seen.post(NEW, {"ids": three, "what": "sure"})
    Policy.objects.create(rules={"four_eyes_from": 2})
    deliver()
    assert (Merge.objects.count(), Proposal.objects.count()) == (0, 2)
    job = Job.objects.get(kind="consolidation.merge")
    assert "Waits for a second person" in seen.get(f"/jobs/{job.pk}/").content.decode()

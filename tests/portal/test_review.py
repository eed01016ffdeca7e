"""The review queue: proposals are settled one by one or together, taken back, and never by two people at once."""

import json
from typing import Any

import pytest

from apps.brands.models import Brand
from apps.consolidation.models import Decision, Merge, Policy, Proposal
from apps.consolidation.services import reviewing
from apps.core.models import Job
from tests.consolidation.proposals import propose

HTMX = {"HX-Request": "true"}


@pytest.fixture
def brands(imported: Any) -> list[Brand]:
    """The brands of the sample."""
    return list(Brand.objects.order_by("pk"))


def test_the_queue_shows_what_waits_and_teaches_when_empty(seen: Any, brands: Any) -> None:
    assert b"No proposals wait" in seen.get("/review/").content
    propose(*brands[:2])
    page = seen.get("/review/").content.decode()
    assert brands[0].display_name in page
    assert "The names are alike." in page


def test_more_proposals_cost_no_more_queries(seen: Any, brands: Any, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    propose(*brands[:2])
    seen.get("/review/")
    with CaptureQueriesContext(connection) as few:
        seen.get("/review/")
    for i in range(3, 8):
        propose(*brands[:i])
    with CaptureQueriesContext(connection) as many:
        seen.get("/review/")
    assert len(many) <= len(few)


def test_a_page_says_the_answer_first_and_why(seen: Any, brands: Any) -> None:
    page = seen.get(f"/review/{propose(*brands[:2]).pk}/").content.decode()
    assert "look like one brand (80 %)" in page
    assert "The names are alike." in page


def test_an_approval_merges_and_can_be_taken_back(seen: Any, brands: Any) -> None:
    one = propose(*brands[:2])
    answer = seen.post(f"/review/{one.pk}/approve/", headers=HTMX)
    assert json.loads(answer["HX-Trigger"])["settled"]["leaves"] is True
    assert f"/review/{one.pk}/reopen/" in answer.content.decode()
    assert Merge.objects.count() == 1
    assert seen.get(f"/merges/{Merge.objects.get().pk}/").status_code == 200
    seen.post(f"/review/{one.pk}/reopen/", headers=HTMX)
    one.refresh_from_db()
    assert one.state == "open"
    assert not Brand.objects.filter(merged_into_id__isnull=False).exists()


def test_a_rejection_keeps_apart_until_it_is_taken_back(seen: Any, brands: Any) -> None:
    from apps.consolidation.selectors.decided import kept_apart

    one = propose(*brands[:2])
    seen.post(f"/review/{one.pk}/reject/", {"reason": "Two firms"}, headers=HTMX)
    assert kept_apart()
    assert Decision.objects.get().reason == "Two firms"
    seen.post(f"/review/{one.pk}/reopen/", headers=HTMX)
    one.refresh_from_db()
    assert (one.state, kept_apart()) == ("open", set())


def test_unticked_members_are_left_out_and_the_chosen_one_survives(seen: Any, brands: Any) -> None:
    one = propose(*brands[:3])
    seen.post(
        f"/review/{one.pk}/approve/",
        {"member": [brands[0].pk, brands[1].pk], "survivor": brands[1].pk},
        headers=HTMX,
    )
    merge = Merge.objects.get()
    assert (merge.survivor_id, merge.absorbed_ids) == (brands[1].pk, [brands[0].pk])


def test_a_link_merges_nothing(seen: Any, brands: Any) -> None:
    one = propose(*brands[:2])
    seen.post(f"/review/{one.pk}/approve/", {"relation": "same_company"}, headers=HTMX)
    assert not Merge.objects.exists()
    assert Decision.objects.get().verdict == "same_company"


def test_two_reviewers_cannot_settle_one_proposal(seen: Any, brands: Any, bob: Any, acme: Any, portal: Any) -> None:
    one = propose(*brands[:2])
    portal(bob, acme).post(f"/review/{one.pk}/claim/", headers=HTMX)
    answer = seen.post(f"/review/{one.pk}/approve/", headers=HTMX)
    assert "is looking at this proposal" in answer.content.decode()
    assert not Merge.objects.exists()
    assert "is at it" in seen.get("/review/").content.decode()


def test_taking_the_next_one_lets_go_of_the_last(seen: Any, brands: Any) -> None:
    first, second = propose(*brands[:2]), propose(*brands[2:4])
    for one in (first, second):
        seen.post(f"/review/{one.pk}/claim/", headers=HTMX)
    assert list(Proposal.objects.filter(claimed_until__isnull=False)) == [second]


def test_a_group_is_shown_before_it_is_settled_in_the_background(seen: Any, brands: Any, deliver: Any) -> None:
    ids = [propose(*brands[:2]).pk, propose(*brands[2:4]).pk]
    page = seen.post("/review/settle/", {"what": "approve", "ids": ids}).content.decode()
    assert "Nothing is done yet" in page
    assert not Job.objects.filter(kind="consolidation.settle").exists()
    reviewing.approve(ids[1])
    at = seen.post("/review/settle/", {"what": "approve", "ids": ids, "sure": "1"})["Location"].removeprefix("/t/acme")
    assert Merge.objects.count() == 1
    deliver()
    assert Merge.objects.count() == 2
    page = seen.get(at).content.decode()
    assert "1 proposal settled." in page
    assert "1 was left: The proposal was approved." in page
    assert f"/activity/?job={at.rstrip('/').rsplit('/', 1)[1]}" in page


def test_what_a_group_merged_is_taken_back_at_once(seen: Any, brands: Any, deliver: Any) -> None:
    ids = [propose(*brands[:2]).pk, propose(*brands[2:4]).pk]
    at = seen.post("/review/settle/", {"what": "approve", "ids": ids, "sure": "1"})["Location"].removeprefix("/t/acme")
    deliver()
    back = f"/merges/undo/job/{at.rstrip('/').rsplit('/', 1)[1]}/"
    assert f'href="/t/acme{back}"' in seen.get(at).content.decode()
    page = seen.get(back).content.decode()
    assert "Take back 2 merges" in page
    assert "All that this job merged" in page
    seen.post(back)
    deliver()
    assert set(Proposal.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"open"}


def test_a_group_of_none_or_of_an_unknown_act_starts_nothing(seen: Any, brands: Any) -> None:
    one = propose(*brands[:2]).pk
    assert seen.post("/review/settle/", {"what": "approve", "sure": "1"})["Location"] == "/t/acme/review/"
    assert seen.post("/review/settle/", {"what": "burn", "ids": [one], "sure": "1"}).status_code == 404
    assert not Job.objects.filter(kind="consolidation.settle").exists()


def test_a_group_is_settled_by_those_who_may_approve_only(brands: Any, vera: Any, acme: Any, portal: Any) -> None:
    sent = {"what": "approve", "ids": [propose(*brands[:2]).pk], "sure": "1"}
    assert portal(vera, acme).post("/review/settle/", sent).status_code == 403
    assert not Job.objects.filter(kind="consolidation.settle").exists()


def test_all_like_this_means_the_same_relation_and_at_least_its_probability(seen: Any, brands: Any) -> None:
    sure, doubtful = propose(*brands[:2], probability=0.9), propose(*brands[2:4], probability=0.6)
    answer = seen.post("/review/settle/?what=approve", {"like": sure.pk})
    assert [one["row"] for one in answer.context["listed"]] == [sure]
    assert doubtful.state == "open"


def test_an_analyst_takes_back_a_merge_of_their_own(brands: Any, bob: Any, acme: Any, portal: Any) -> None:
    one, browser = propose(*brands[:2]), portal(bob, acme)
    answer = browser.post(f"/review/{one.pk}/approve/", headers=HTMX)
    assert f"/review/{one.pk}/reopen/" in answer.content.decode()
    assert "Take it back" in browser.get(f"/review/{one.pk}/").content.decode()
    browser.post(f"/review/{one.pk}/reopen/", headers=HTMX)
    one.refresh_from_db()
    assert one.state == "open"


def test_an_analyst_cannot_undo_the_merge_of_another(seen: Any, brands: Any, bob: Any, acme: Any, portal: Any) -> None:
    one = propose(*brands[:2])
    reviewing.approve(one.pk)
    assert portal(bob, acme).post(f"/review/{one.pk}/reopen/", headers=HTMX).status_code == 403


def test_without_script_the_next_proposal_is_the_next_page(seen: Any, brands: Any) -> None:
    first, second = propose(*brands[:2]), propose(*brands[2:4])
    answer = seen.post(f"/review/{first.pk}/skip/")
    assert answer["Location"].endswith(f"/review/{second.pk}/")


@pytest.mark.parametrize(
    "data", [{"survivor": "x"}, {"survivor": "9" * 30}, {"member": ["99999"]}, {"relation": "cousins"}]
)
def test_bad_input_is_refused_or_ignored(data: Any, seen: Any, brands: Any) -> None:
    answer = seen.post(f"/review/{propose(*brands[:2]).pk}/approve/", data, headers=HTMX)
    assert answer.status_code == 200


RULES = {
    "automatic_above": "0.95", "review_from": "0.7", "evidence": ["same_host"], "daily_cap": "10", "audit_share": "0.1",
    "promise": "0.98", "four_eyes_from": "0", "sla_hours": "48", "seconds_per_review": "30", "credits_per_brand": "1",
}  # fmt: skip


def test_automatic_merging_is_switched_on_only_after_a_simulation(seen: Any, brands: Any) -> None:
    assert seen.post("/review/policy/", RULES | {"switch": "1"}).status_code == 422
    tried = seen.post("/review/policy/", RULES | {"simulate": "1"})
    assert tried.context["simulation"]["past"]["decisions"] == 0
    changed = RULES | {"switch": "1", "mark": tried.context["mark"], "automatic_above": "0.5", "review_from": "0.4"}
    assert seen.post("/review/policy/", changed).status_code == 422
    assert not Policy.objects.exists()
    seen.post("/review/policy/", RULES | {"switch": "1", "mark": tried.context["mark"]})
    assert Policy.objects.get().is_automatic


def test_the_order_in_which_values_survive_is_set_by_form(seen: Any, brands: Any) -> None:
    assert "Whose name stays" in seen.get("/review/policy/").content.decode()
    order = {"order_website_0": "recency", "order_website_2": "human"}
    seen.post("/review/policy/", RULES | order | {"save": "1"})
    assert Policy.objects.get().rules["survivorship"] == {"website": ["recency", "human"]}
    twice = seen.post("/review/policy/", RULES | {"save": "1", "order_website_0": "human", "order_website_1": "human"})
    assert (twice.status_code, Policy.objects.count()) == (422, 1)
    assert "Choose each of them once." in twice.content.decode()
    assert seen.post("/review/policy/", RULES | {"save": "1", "order_website_0": "luck"}).status_code == 422


def test_a_product_filed_as_a_brand_says_what_it_adds_to_the_name(seen: Any, brands: Any) -> None:
    from tests.brands.shelf import put

    child, parent = put("7TH STATE GOLDEN LAGER"), put("7TH STATE")
    one = propose(child, parent, relation="sku_of_brand", survivor_id=parent.pk)
    for page in ("/review/", f"/review/{one.pk}/"):
        assert "then names a product: “GOLDEN LAGER”" in seen.get(page).content.decode()


def test_rules_that_make_no_sense_are_explained(seen: Any, brands: Any) -> None:
    answer = seen.post("/review/policy/", RULES | {"save": "1", "review_from": "0.99"})
    assert answer.status_code == 422
    assert "Must not be above" in answer.content.decode()


def test_an_analyst_reads_the_policy_and_cannot_set_it(bob: Any, acme: Any, portal: Any) -> None:
    browser = portal(bob, acme)
    assert browser.get("/review/policy/").status_code == 200
    assert browser.post("/review/policy/", RULES | {"save": "1"}).status_code == 403


def test_a_proposal_is_given_to_somebody_who_reviews(seen: Any, brands: Any, bob: Any, vera: Any) -> None:
    one = propose(*brands[:2])
    page = seen.get(f"/review/{one.pk}/").content.decode()
    assert f'value="{bob.pk}"' in page
    assert f'value="{vera.pk}"' not in page
    seen.post(f"/review/{one.pk}/assign/", {"to": bob.pk})
    assert "Bob" in seen.get("/review/").content.decode()
    for nobody in (vera.pk, "x", 9**18):
        seen.post(f"/review/{one.pk}/assign/", {"to": nobody})
    one.refresh_from_db()
    assert one.assigned_to_id == bob.pk
    seen.post(f"/review/{one.pk}/assign/", {"to": ""})
    one.refresh_from_db()
    assert (one.assigned_to_id, one.assigned_to_name) == (None, "")


def test_what_is_done_with_a_proposal_is_told_to_open_pages(seen: Any, brands: Any, bob: Any, acme: Any) -> None:
    from apps.accounts.selectors import actor_of
    from apps.core.models import Event
    from apps.portal.news import for_person

    one = propose(*brands[:2])
    seen.post(f"/review/{one.pk}/claim/", headers=HTMX)
    seen.post(f"/review/{one.pk}/claim/", headers=HTMX)
    seen.post(f"/review/{one.pk}/approve/", headers=HTMX)
    rows = Event.objects.order_by("id").values("id", "name", "payload", "actor_id")
    heard = [fact["topics"] for fact in for_person(actor_of(bob, acme), rows)]
    merge = Merge.objects.get()
    assert heard[-3:] == [
        [f"proposals:{one.pk}"],
        [f"brands:{merge.survivor_id}", f"merges:{merge.pk}", f"brands:{merge.absorbed_ids[0]}"],
        [f"proposals:{one.pk}"],
    ]


def test_a_filter_by_person_says_their_name(seen: Any, brands: Any, bob: Any, mallory: Any) -> None:
    chips = seen.get(f"/review/?asked_by={bob.pk}").content.decode()
    assert "First approved by" in chips
    assert "Bob" in chips
    assert "Mallory" not in seen.get(f"/review/?asked_by={mallory.pk}").content.decode()

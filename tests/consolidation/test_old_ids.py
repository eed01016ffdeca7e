"""A merged brand's id answers with the brand it went into, for as long as the merge stands."""

import pytest

from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.consolidation.test_merge_brands import merge


@pytest.fixture
def chain(in_acme):
    a, b, c = put("ALPHA"), put("BRAVO"), put("CHARLIE")
    return a, b, c, merge(b, c), merge(a, b)


def test_the_api_answers_301_with_the_end_of_the_chain(chain, api, bob, acme):
    a, _b, c, *_merges = chain
    answer = api(bob, acme).get(f"brands/{c.pk}?fields=id")
    assert (answer.status_code, answer.json()["merged_into"]) == (301, a.pk)
    assert answer.headers["Location"].endswith(f"/brands/{a.pk}?fields=id")
    assert answer.headers["Cache-Control"] == "no-store"


def test_history_of_the_old_id_stays(chain, api, bob, acme):
    _a, _b, c, *_merges = chain
    rows = api(bob, acme).get(f"brands/{c.pk}/history").json()["results"]
    assert {change["field"] for change in rows[0]["changes"]} == {"archived_at", "merged_into_id"}


def test_a_write_to_the_old_id_is_refused_and_says_where_the_brand_is(chain, api, bob, acme):
    a, _b, c, *_merges = chain
    answer = api(bob, acme).patch(f"brands/{c.pk}", {"website": None}, format="json")
    assert (answer.status_code, answer.json()["code"], answer.json()["merged_into"]) == (409, "merged", a.pk)


def test_skus_are_found_by_the_old_id(chain, api, bob, acme):
    _a, _b, c, *_merges = chain
    assert len(api(bob, acme).get(f"skus?brand={c.pk}").json()["results"]) == 3


def test_pages_lead_to_the_heir_and_history_stays(chain, portal, bob, acme):
    a, b, c, *_merges = chain
    browser = portal(bob, acme)
    answer = browser.get(f"/brands/{c.pk}/skus/")
    assert (answer.status_code, answer["Location"]) == (301, f"/t/acme/brands/{a.pk}/skus/")
    assert browser.get(f"/brands/{b.pk}/history/").status_code == 200


def test_after_the_undo_the_old_id_answers_for_itself(chain, api, bob, acme):
    _a, b, c, first, second = chain
    undo(second.change_set_id)
    assert api(bob, acme).get(f"brands/{c.pk}").json()["merged_into"] == b.pk
    undo(first.change_set_id)
    assert api(bob, acme).get(f"brands/{c.pk}").status_code == 200

"""Proposals, decisions, merges and policies by API: rights, refusals, and no way around them."""

import pytest

from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Merge
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

LISTS = ["proposals", "decisions", "merges"]


@pytest.fixture
def pair(in_acme):
    return put("ALPHA", {}, {}, website="https://alpha.example"), put("ALPHA CO")


@pytest.fixture
def key(pair, api, bob, acme):
    return api(bob, acme)


def test_a_dry_run_says_what_would_move_and_does_nothing(pair, key):
    a, b = pair
    plan = key.post("merges", {"survivor_id": b.pk, "absorbed_ids": [a.pk], "dry_run": True}, format="json").json()
    assert plan["moves"] == {"sku": 2}
    assert plan["fields"]["website"] == {"value": "https://alpha.example", "brand_id": a.pk, "rule": "only"}
    assert not Merge.objects.exists()


def test_merge_and_undo(pair, key, api, alice, acme):
    a, b = pair
    made = key.post("merges", {"survivor_id": a.pk, "absorbed_ids": [b.pk]}, format="json")
    assert (made.status_code, root_of(b.pk)) == (201, a.pk)
    number = made.json()["id"]
    lead = api(alice, acme)
    assert lead.get(f"merges/{number}/undo-preview").json()["conflicts"] == []
    assert lead.post(f"merges/{number}/undo").status_code == 200
    assert lead.post(f"merges/{number}/undo").json()["code"] == "already_undone"
    assert root_of(b.pk) == b.pk
    assert [row["id"] for row in lead.get("merges?undone=true").json()["results"]] == [number]


def test_an_analyst_undoes_a_merge_of_their_own_and_no_other(pair, key, api, alice, acme):
    a, b = pair
    number = api(alice, acme).post("merges", {"survivor_id": a.pk, "absorbed_ids": [b.pk]}, format="json").json()["id"]
    assert key.post(f"merges/{number}/undo").status_code == 403
    assert api(alice, acme).post(f"merges/{number}/undo").status_code == 200
    own = key.post("merges", {"survivor_id": a.pk, "absorbed_ids": [b.pk]}, format="json").json()["id"]
    assert key.post(f"merges/{own}/undo").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [({"survivor_id": 0, "absorbed_ids": [1]}, 422), ({"survivor_id": 1, "absorbed_ids": "x"}, 422), ({}, 422)],
)
def test_bodies_that_make_no_sense_are_refused(key, body, status):
    assert key.post("merges", body, format="json").status_code == status


def test_a_brand_is_not_merged_into_itself_nor_twice(pair, key):
    a, b = pair
    itself = key.post("merges", {"survivor_id": a.pk, "absorbed_ids": [a.pk]}, format="json")
    assert itself.json()["code"] == "bad_merge"
    order = {"survivor_id": a.pk, "absorbed_ids": [b.pk]}
    assert key.post("merges", order, format="json").status_code == 201
    again = key.post("merges", order, format="json")
    assert (again.status_code, again.json()["merged_into"]) == (409, a.pk)


def test_a_proposal_is_shown_approved_and_its_merge_named(pair, key):
    proposal = propose(*pair)
    assert [row["id"] for row in key.get("proposals").json()["results"]] == [proposal.pk]
    shown = key.get(f"proposals/{proposal.pk}").json()
    assert (shown["sentence"], len(shown["members"])) == ("The names are alike.", 2)
    done = key.post(f"proposals/{proposal.pk}/approve", {"survivor_id": pair[1].pk}, format="json").json()
    assert (done["state"], done["merge"]) == ("approved", Merge.objects.get().pk)
    assert key.get("proposals").json()["results"] == []


def test_reject_skip_claim_and_comment(pair, key):
    proposal = propose(*pair)
    assert key.post(f"proposals/{proposal.pk}/claim").json()["claimed_by_name"] == "Bob (key)"
    assert key.post(f"proposals/{proposal.pk}/skip").json()["state"] == "skipped"
    said = key.post(f"proposals/{proposal.pk}/comments", {"text": "<b>Hm</b>"}, format="json")
    assert said.json()["comments"][0]["text"] == "<b>Hm</b>"
    assert key.post(f"proposals/{proposal.pk}/reject", {"reason": "no"}, format="json").json()["state"] == "rejected"
    assert key.get("decisions").json()["results"][0]["verdict"] == "not_duplicate"


def test_viewers_only_look(pair, api, vera, acme):
    looker, proposal = api(vera, acme), propose(*pair)
    assert looker.get(f"proposals/{proposal.pk}").status_code == 200
    for address in (f"proposals/{proposal.pk}/approve", f"proposals/{proposal.pk}/claim", "merges", "policies"):
        assert looker.post(address, {}, format="json").status_code == 403, address


def test_globex_sees_nothing_of_acme(pair, api, mallory, globex):
    proposal, door = propose(*pair), api(mallory, globex)
    assert all(door.get(name).json()["results"] == [] for name in LISTS)
    assert door.get(f"proposals/{proposal.pk}").status_code == 404


def test_the_policy_is_read_by_all_and_set_by_leads(pair, key, api, alice, acme):
    assert key.get("policies").json()["rules"]["automatic_above"] == 0.9
    lead = api(alice, acme)
    assert lead.post("policies", {"rules": {"review_from": 0.6}}, format="json").json()["rules"]["review_from"] == 0.6
    assert lead.post("policies", {"rules": {"review_from": 6}}, format="json").status_code == 422
    assert key.post("policies/simulate", {"rules": {}}, format="json").json()["proposals"]["automatic"] == 0

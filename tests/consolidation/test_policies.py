"""Where proposals go, what a policy would have done, and when automatic merging stops itself."""

import json

import pytest

from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Policy
from apps.consolidation.policy import BadPolicy, Found, Rules, route
from apps.consolidation.services import policies, reviewing
from tests.brands.shelf import put
from tests.consolidation.proposals import propose

ROUTES = [
    (Found("same_brand", 0.95, True, False), "automatic"),
    (Found("same_brand", 0.95, False, True), "automatic"),
    (Found("same_brand", 0.95, False, False), "review"),
    (Found("same_brand", 0.90, True, True), "review"),
    (Found("same_brand", 0.95, True, True, "private_label"), "review"),
    (Found("sku_of_brand", 0.95, True, True), "review"),
    (Found("same_brand", 0.70, True, True), "review"),
    (Found("same_brand", 0.69, True, True), "flagged"),
]


@pytest.mark.parametrize(("found", "way"), ROUTES)
def test_a_proposal_is_routed_by_probability_evidence_and_veto(found, way):
    assert route(found, Rules()) == way


@pytest.mark.parametrize(
    "rules",
    [
        [], {"automatic_above": 2}, {"automatic_above": "high"}, {"nonsense": 1}, {"evidence": ["luck"]},
        {"review_from": 0.95}, {"daily_cap": -1}, {"survivorship": {"website": ["guess"]}}, {"promise": True},
        {"automatic_above": float("nan")},
    ],
)  # fmt: skip
def test_rules_that_make_no_sense_are_refused(rules):
    with pytest.raises(BadPolicy):
        policies.rules_of(rules)


def test_a_simulation_counts_what_would_happen_and_what_would_have_been_wrong(in_acme):
    names = [put(f"BRAND {n}") for n in range(6)]
    propose(*names[:2], probability=0.95, same_host=True)
    reviewing.approve(propose(*names[2:4], probability=0.96, same_host=True).pk)
    reviewing.reject(propose(*names[4:6], probability=0.97, same_host=True).pk)
    found = policies.simulate(Rules())
    assert found["proposals"] == {"automatic": 1, "review": 0, "flagged": 0}
    assert found["past"] == {"decisions": 2, "automatic": 2, "right": 1, "wrong": 1, "review": 0, "flagged": 0}
    assert found["credits_saved"] == 1.0


def test_automatic_merging_stops_itself_when_audits_go_wrong(in_acme):
    policies.set_policy({"audit_least": 2, "promise": 0.9}, is_automatic=True)
    for n in range(2):
        a, b = put(f"ONE {n}"), put(f"ONE {n} CO")
        done = reviewing.approve(propose(a, b).pk, is_automatic=True)
        assert root_of(b.pk) == a.pk
        policies.audit(done.merge_id, right=n == 0)
    found = Policy.objects.get()
    assert "50.0%" in found.paused_why
    assert found.paused_at


def test_the_command_tries_a_file_and_refuses_nonsense(in_acme, command, tmp_path):
    path = tmp_path / "rules.json"
    path.write_text(json.dumps({"automatic_above": 0.8}))
    code, answer, _said = command("simulate_policy", "acme", "--policy", path)
    assert (code, answer["rules"]["automatic_above"]) == (0, 0.8)
    path.write_text("{nonsense")
    assert command("simulate_policy", "acme", "--policy", path)[0] == 3
    path.write_text('{"promise": 7}')
    assert command("simulate_policy", "acme", "--policy", path)[1]["error"]["code"] == "bad_policy"

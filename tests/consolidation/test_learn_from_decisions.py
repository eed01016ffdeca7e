"""A workspace learns from its own decisions: measured on those held back, used only by a person, and taken back."""

import numpy as np
import pytest

from apps.consolidation.linkage import tuning
from apps.consolidation.linkage.model import shipped
from apps.consolidation.linkage.practice import Practice
from apps.consolidation.linkage.training import features_of
from apps.consolidation.models import Decision, Merge, ModelChoice, ModelVersion, Proposal, Scan
from apps.consolidation.selectors.learned import model_in_use, version_in_use
from apps.consolidation.selectors.lessons import decided_pairs
from apps.consolidation.selectors.taught import store, taught
from apps.consolidation.services import learning, reviewing, scanning
from apps.consolidation.services.learning import NoSuchVersion, NotBetter, TooFewDecisions
from apps.consolidation.services.scanning import Silent
from apps.core.models import ChangeSet, Event
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.consolidation.decided import decided
from tests.consolidation.proposals import propose

pytestmark = pytest.mark.usefixtures("in_acme")


def careful(chance, same):
    """People who hold far fewer pairs for one brand than the shipped model does."""
    return chance > 0.9


def learn():
    row = ModelVersion.objects.create()
    return learning.learn(row, Silent())


@pytest.fixture
def better(in_acme):
    decided(150, said=careful)
    return learn()


def test_a_version_agrees_better_on_decisions_it_has_not_seen(better):
    assert better.is_better
    assert better.after["log_loss"] < better.before["log_loss"]
    assert (better.state, better.decisions) == ("ready", 150)
    assert better.learnt_from + better.held_back == 150
    assert better.held_back >= 20


def test_the_same_decisions_give_the_same_version(better):
    again = learn()
    assert (again.tuning, again.training_set, again.after) == (better.tuning, better.training_set, better.after)
    assert again.model["parameters"] == better.model["parameters"]


def test_nothing_is_used_before_somebody_says_so(better):
    assert version_in_use() is None
    assert model_in_use() is shipped()


def test_a_promoted_version_judges_and_all_brands_are_compared_anew(better):
    learning.use(better.pk, reason="Better on ours")
    assert version_in_use() == better.pk
    scan = Scan.objects.get()
    assert (scan.state, scan.is_full) == ("queued", True)
    assert scanning.run_scan(scan, Silent()).row.version_id == better.pk
    act = ChangeSet.objects.latest("id")
    assert act.summary == f"Scans use version {better.pk} of the model of duplicates"
    told = Event.objects.filter(name="model.chosen").latest("id").payload
    assert (told["version_id"], told["before_id"]) == (better.pk, None)


def test_using_what_is_in_use_does_nothing(better):
    learning.use(better.pk)
    assert learning.use(better.pk) is None
    assert ModelChoice.objects.count() == 1


def test_going_back_is_possible_to_the_shipped_model_and_to_any_that_was_used(better):
    learning.use(better.pk)
    learning.use(None)
    assert version_in_use() is None
    learning.use(better.pk)
    assert version_in_use() == better.pk


def test_undoing_the_choice_puts_the_model_before_it_back(better):
    learning.use(better.pk)
    undo(ChangeSet.objects.latest("id").pk)
    assert version_in_use() is None


def test_a_version_that_is_no_better_is_refused(better):
    ModelVersion.objects.filter(pk=better.pk).update(is_better=False)
    with pytest.raises(NotBetter):
        learning.use(better.pk)
    with pytest.raises(NoSuchVersion):
        learning.use(better.pk + 1)
    assert version_in_use() is None


def test_a_version_measured_against_a_model_no_longer_used_is_refused(better):
    second = learn()
    learning.use(better.pk)
    with pytest.raises(NotBetter):
        learning.use(second.pk)


def test_too_few_or_only_one_sort_is_refused(in_acme):
    decided(20)
    with pytest.raises(TooFewDecisions):
        learning.start_learning()
    decided(60, said=lambda _chance, _same: True, seed=12)
    Decision.objects.filter(verdict="not_duplicate").delete()
    with pytest.raises(TooFewDecisions):
        learning.start_learning()


def test_one_round_at_a_time(in_acme):
    decided(150, said=careful)
    assert learning.start_learning() == learning.start_learning()


def test_what_is_held_back_stays_held_back(in_acme):
    decided(60, said=careful)
    held = {one.pair for one in store(decided_pairs()).held_back}
    decided(60, said=careful, seed=12)
    found = store(decided_pairs())
    assert held <= {one.pair for one in found.held_back}
    assert not held & {one.pair for one in found.learnt_from}


def test_a_decision_taken_back_teaches_nothing_and_an_undone_merge_was_wrong(in_acme):
    one, two, three = decided(3, said=lambda _chance, _same: True)
    Decision.objects.filter(proposal=one).update(expires_at="2020-01-01T00:00Z")
    Proposal.objects.filter(pk=two.pk).update(undone_at="2020-01-01T00:00Z")
    assert {one.pair: one.same for one in decided_pairs()} == {
        tuple(two.member_ids): False,
        tuple(three.member_ids): True,
    }


def test_an_automatic_merge_teaches_once_a_person_judged_it(in_acme):
    found = propose(put("ONE"), put("TWO"), probability=0.99)
    merge = reviewing.approve(found.pk, is_automatic=True).merge_id
    assert decided_pairs() == []
    Merge.objects.filter(pk=merge).update(audit=False)
    assert [one.same for one in decided_pairs()] == [False]


def test_a_scan_keeps_what_it_compared(in_acme):
    put("10 BARREL BREWING COMPANY", {"permit": "BR-OR-1"})
    put("10 BARREL BREWING CO.", {"permit": "BR-OR-1"})
    scanning.scan_now(is_full=True, watch=Silent())
    found = Proposal.objects.get()
    assert found.compared["rows"][0][:2] == found.member_ids
    reviewing.reject(found.pk)
    assert [(one.same, one.features is not None) for one in decided_pairs()] == [(False, True)]


def test_a_decision_on_a_pair_nobody_compared_is_counted_and_not_learnt_from(in_acme):
    Decision.objects.create(a_id=put("ONE").pk, b_id=put("TWO").pk, verdict="different")
    assert (taught()["uncompared"], taught()["is_enough"]) == (1, False)


def test_factors_are_worked_into_the_tables():
    values = features_of(Practice([], 7).pairs(50))
    amounts = tuning.by_kind(shipped(), values)
    score = shipped().heads["same_brand"].base + amounts.sum(axis=1)
    assert np.allclose(np.clip(score, -12, 12), shipped().score("same_brand", values), atol=1e-3)
    model = tuning.tuned(shipped(), tuning.Tuning({"website": 2.0}, 0.5))
    more = amounts[:, list(tuning.GROUPS).index("website")]
    assert np.allclose(np.clip(score + more + 0.5, -12, 12), model.score("same_brand", values), atol=1e-2)


def test_by_the_api(better, api, alice, vera, acme):
    key = api(alice, acme)
    assert key.get("models").json()["results"][0]["is_better"] is True
    assert key.get(f"models/{better.pk}").json()["model"]["parameters"]
    assert key.post("models/use", {"version": better.pk}).json() == {"version": better.pk, "changed": True}
    assert key.post("models/use", {"version": None}).json() == {"version": None, "changed": True}
    assert key.post("models/use", {"version": "x"}).status_code == 422
    assert key.post("models/use", {"version": better.pk + 9}).status_code == 404
    assert key.post("models", {}).status_code == 202
    assert api(vera, acme).post("models/use", {"version": better.pk}).status_code == 403


def test_globex_sees_nothing_of_acme(better, api, mallory, globex):
    learning.use(better.pk)
    key = api(mallory, globex)
    assert key.get("models").json()["results"] == []
    assert key.get(f"models/{better.pk}").status_code == 404
    assert key.get("consolidation/learning").json()["model"]["number"] is None

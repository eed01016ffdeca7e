"""A model is learnt from labelled pairs, kept as plain data, and its reasons add up."""

import json

import numpy as np
import pytest

from apps.consolidation.linkage.features import FEATURES
from apps.consolidation.linkage.fitting import Recipe, fit
from apps.consolidation.linkage.matching import compare_pairs
from apps.consolidation.linkage.measures import ece, f1_at
from apps.consolidation.linkage.model import Model, load, probability, shipped
from apps.consolidation.linkage.practice import Practice
from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.training import evaluate, features_of, train
from benchmarks._linkage import registry

COLUMNS = {"x": 0, "y": 1, "z": 2}


@pytest.fixture(scope="module")
def learnt():
    return train(Practice([], 3).pairs(300), seeds=(0,))


def test_it_tells_brands_apart_that_it_has_not_seen(learnt):
    measured = evaluate(learnt, Practice([], 4).pairs(200))
    assert measured["f1"] >= 0.8


def test_the_shipped_model_is_good_and_calibrated_on_invented_names():
    measured = evaluate(shipped(), Practice([], 5).pairs(400))
    assert measured["f1"] >= 0.88
    assert measured["ece"] <= 0.05


def test_it_is_not_timid_about_labelled_pairs_of_another_making():
    table, labels = registry(8000, seed=5)
    asked = [(pair, 1) for pair in labels.same] + [(pair, 0) for pair in labels.products + labels.decoys]

    def side(which):
        rows = [pair[which] for pair, _label in asked]
        columns = {name: [getattr(table, name)[row] for row in rows] for name in ("permits", "origins", "classes")}
        return Brands(range(len(rows)), [table.names[row] for row in rows], **columns)

    chances = np.array([found.probability for found in compare_pairs(side(0), side(1))], np.float32)
    truth = np.array([label for _pair, label in asked])
    assert len(asked) > 300
    assert ece(chances, truth) <= 0.045
    surely = chances > 0.9
    assert truth[surely].mean() >= 0.98


def test_it_is_saved_as_json_and_read_again(learnt, tmp_path):
    path = tmp_path / "model.json"
    learnt.save(path)
    again = load(path)
    rows = features_of(Practice([], 6).pairs(20))
    for question in learnt.heads:
        assert np.allclose(learnt.score(question, rows), again.score(question, rows), atol=0.02)
    assert {"features", "parameters", "calibration", "training_set", "metrics", "version"} <= set(
        json.loads(path.read_text())
    )


def test_a_table_that_does_not_fit_is_no_model(learnt):
    data = learnt.as_dict()
    data["parameters"]["same_brand"]["terms"][0]["values"].append(1.0)
    with pytest.raises(ValueError, match="does not fit"):
        Model.of(data)


def test_contributions_sum_to_the_score():
    rows = features_of(Practice([], 7).pairs(50))
    head = shipped().heads["same_brand"]
    parts = head.contributions(rows, shipped().columns)
    total = np.clip(head.base + sum(parts.values()), -12, 12)
    assert np.allclose(total, head.score(rows, shipped().columns), atol=1e-3)


def test_what_is_not_known_says_nothing():
    head = shipped().heads["same_brand"]
    rows = features_of(Practice([], 8).pairs(50))
    rows[:, [FEATURES.index(name) for name in ("website", "host_size")]] = np.nan
    parts = head.contributions(rows, shipped().columns)
    assert np.abs(parts["website"]).max() < 0.05


def test_the_tables_are_exactly_the_trees():
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(600, 3)).astype(np.float32)
    rows[chance.random(600) < 0.2, 1] = np.nan
    labels = ((rows[:, 0] > 0) ^ (np.nan_to_num(rows[:, 1]) > 0.5)).astype(np.int64)
    recipe = Recipe(("x", "y", "z"), together=(("x", "y"),), trees=30)
    head = fit(rows, COLUMNS, labels, recipe, seeds=(0,), weights=np.ones(600, np.float32))
    assert f1_at(probability(head.score(rows, COLUMNS)), labels)["f1"] > 0.95


def test_calibration_error_of_honest_chances_is_small():
    chance = np.random.default_rng(2)
    said = chance.random(20_000).astype(np.float32)
    true = (chance.random(20_000) < said).astype(np.int64)
    assert ece(said, true) < 0.02
    assert ece(np.clip(said * 0.5, 0, 1), true) > 0.1

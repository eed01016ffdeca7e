"""A question is answered by quicker ways than a scan; they come to the same numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.consolidation.linkage import hashing
from apps.consolidation.linkage.features import FEATURES
from apps.consolidation.linkage.model import shipped

TEXTS = st.lists(st.text(max_size=30), min_size=1, max_size=4)
MANY = ["A LONG NAME TO MAKE THEM MANY"] * 9


@given(TEXTS)
def test_a_text_has_the_number_it_has_among_many(texts):
    assert np.array_equal(hashing.whole(texts), hashing.whole(texts + MANY)[: len(texts)])


@given(TEXTS)
def test_a_text_less_a_letter_has_the_numbers_it_has_among_many(texts):
    few, rows = hashing.less_one(texts)
    many, owners = hashing.less_one(texts + MANY)
    for row in range(len(texts)):
        assert sorted(few[rows == row].tolist()) == sorted(many[owners == row].tolist())


@given(st.lists(st.integers(-(2**31), 2**31), max_size=4))
def test_a_number_is_mixed_as_among_many(numbers):
    every = np.array([*numbers, *range(9)], np.int64)
    assert np.array_equal(hashing.mix(every[: len(numbers)]), hashing.mix(every)[: len(numbers)])


@pytest.mark.parametrize("rows", [0, 1, 7, 300])
def test_all_questions_at_once_get_the_answers_each_gets_alone(rows):
    model = shipped()
    values = np.random.default_rng(2).uniform(-1, 8, (rows, len(FEATURES))).astype(np.float32)
    values[values > 6] = np.nan
    for name, found in model.scores(values).items():
        assert np.array_equal(found, model.score(name, values))

"""The engine also matches records of other kinds: any list of typed fields."""

import random

import numpy as np
import pytest

from apps.consolidation.linkage.fields.comparing import features
from apps.consolidation.linkage.fields.ditto import PairSet, read, record
from apps.consolidation.linkage.fields.learning import learn
from apps.consolidation.linkage.fields.rarity import rarities
from apps.consolidation.linkage.fields.rivals import MEASURES, Rivals
from apps.consolidation.linkage.fields.schema import Field, infer, number
from apps.consolidation.linkage.fitting import Recipe, fit
from apps.consolidation.linkage.lines import fit_lines, mixed
from apps.consolidation.linkage.measures import f1_at
from benchmarks.linkage_sets import run_sets

WORDS = ["iron", "lamp", "desk", "chair", "blue", "oak", "steel", "maker", "nova", "delta", "prime", "ultra"]


def line(one, two, label):
    parts = [" ".join(f"COL {name} VAL {value}" for name, value in side.items()) for side in (one, two)]
    return f"{parts[0]} \t{parts[1]} \t{label}"


def made(count, seed):
    rng = random.Random(seed)
    lines = []
    for i in range(count):
        one = {
            "title": " ".join(rng.sample(WORDS, 4)),
            "model": f"m{rng.randrange(900)}",
            "price": f"{rng.randrange(9, 99)}.0",
        }
        same = i % 3 == 0
        other = (
            dict(one, title=" ".join(one["title"].split()[::-1])) if same else dict(one, model=f"m{rng.randrange(900)}")
        )
        lines.append(line(one, other, int(same)))
    return lines


def folder(tmp_path):
    here = tmp_path / "Lamps"
    here.mkdir()
    for name, count, seed in (("train", 150, 1), ("valid", 60, 2)):
        (here / f"{name}.txt").write_text("\n".join(made(count, seed)), encoding="utf-8")
    return here


def test_a_side_of_a_line_is_a_record():
    assert record("COL name VAL le cirque COL addr VAL  COL phone VAL 1-2") == {
        "name": "le cirque",
        "addr": "",
        "phone": "1-2",
    }


def test_types_are_guessed():
    records = [{"name": f"thing {i} of many", "price": f"$ {i}.50", "kind": "ab"[i % 2]} for i in range(50)]
    assert [field.kind for field in infer(records)] == ["text", "number", "category"]


def test_numbers_are_found_in_texts():
    assert [number(text) for text in ("8.10 %", "$1,299.00", "-", "1 2")] == [8.1, 1299.0, None, None]


def test_it_learns_and_matches(tmp_path):
    here = folder(tmp_path)
    train, valid = read(here / "train.txt"), read(here / "valid.txt")
    matcher = learn(train, valid)
    assert f1_at(matcher.chances(valid.pairs), valid.labels, matcher.threshold)["f1"] >= 0.95


def test_a_pair_is_seen_beside_the_other_pairs_of_its_records():
    one, near, far = {"name": "desk lamp"}, {"name": "desk lamp red"}, {"name": "floor lamp"}
    pairs = [(one, near), (one, far), (far, near)]
    values = np.array([[0.9], [0.4], [0.2]], np.float32).repeat(len(MEASURES), axis=1)
    gaps = Rivals().met(pairs[:1], values[:1]).met(pairs[1:], values[1:]).gaps(pairs, values)
    left, right = gaps[:, 0], gaps[:, len(MEASURES)]
    assert left[:2] == pytest.approx([0.5, -0.5])
    assert np.isnan(left[2])
    assert right[[0, 2]] == pytest.approx([0.7, -0.7])
    assert np.isnan(right[1])


def test_a_word_weighs_the_same_whatever_is_asked_beside_it():
    records = [{"title": text} for text in ("oak desk", "oak chair", "oak chair", "steel lamp")]
    fields = infer(records)
    rarity = rarities(records, fields)
    weigh = rarity["title"].weight
    assert weigh("oak") < weigh("desk") == weigh("never met")
    pair = (records[0], records[1])
    alone, names = features([pair], fields, rarity)
    among, _names = features([pair, (records[1], records[3])], fields, rarity)
    assert np.array_equal(alone[0], among[0], equal_nan=True)
    assert len(names) == alone.shape[1]


def test_what_is_left_without_the_other_fields_is_compared():
    maker, title = "Dry Dock Brewing", "title"
    one = {title: "Dry Dock Red Moon", "maker": maker}
    pairs = [(one, {title: other, "maker": maker}) for other in ("Red Moon", "Dry Dock Blue Star")]
    fields = (Field(title, "text"), Field("maker", "text"))
    values, names = features(pairs, fields, rarities([r for pair in pairs for r in pair], fields))
    rest = values[:, names.index("title rest sorted")]
    assert rest[0] == 100
    assert rest[1] < 50


@pytest.mark.parametrize("two", ["Coopers Kolsh", "Cooper 's Koelsch", "COOPER\u2019S KOLSCH"])
def test_words_that_are_nearly_alike_count(two):
    fields = (Field("name", "text"),)
    pair = ({"name": "Cooper's Kolsch"}, {"name": two})
    values, names = features([pair], fields, rarities(pair, fields))
    assert values[0, names.index("name nearly lesser")] > 0.85


def test_lines_speak_for_few_examples_and_mix_with_tables():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(80, 2)).astype(np.float32)
    values[::9, 1] = np.nan
    labels = (values[:, 0] > 0).astype(np.int64)
    columns = {"x": 0, "y": 1}
    lines = fit_lines(values, columns, labels, ("x", "y"), loose=0.1)
    recipe = Recipe(features=("x", "y"), together=(("x", "y"),), trees=10, leaf=5)
    tables = fit(values, columns, labels, recipe, seeds=[1], weights=np.ones(80, np.float32))
    assert f1_at(lines.score(values, columns), labels, 0.0)["f1"] > 0.9
    expected = 0.25 * lines.score(values, columns) + 0.75 * tables.score(values, columns)
    assert mixed(tables, lines, 0.25).score(values, columns) == pytest.approx(expected, abs=1e-4)


def test_sets_are_measured_by_command(tmp_path):
    folder(tmp_path)
    promises = list(run_sets(tmp_path, seeds=1))
    assert promises[0].name == "sets: Lamps, F1"
    assert promises[0].ratio >= 95


def test_broken_lines_are_passed_over(tmp_path):
    path = tmp_path / "odd.txt"
    path.write_text("nonsense\nCOL a VAL b\tCOL a VAL c\t1\nCOL a VAL b\tCOL a VAL c\tx\n", encoding="utf-8")
    found = read(path)
    assert isinstance(found, PairSet)
    assert found.pairs == [({"a": "b"}, {"a": "c"})]

"""A scan finds what is one brand, whatever the order of rows, and never explodes."""

import random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.matching import match
from apps.consolidation.linkage.records import Brands, Decisions
from apps.consolidation.linkage.scanning import scan
from tests.consolidation.shelf import brands

HOUSES = ("10 BARREL BREWING COMPANY", "PETRUS", "10 BARREL BREWING CO.", "CHATEAU LATOUR", "10 BARREL")


def told(found):
    return {(f.a, f.b): (f.relation, round(f.probability, 4)) for f in found.findings}


def test_it_finds_spellings_of_one_brand():
    found = scan(Index.build(brands(*HOUSES)))
    assert [cluster.members for cluster in found.clusters] == [(1, 3, 5)]
    assert {pair for pair, (relation, _) in told(found).items() if relation == "same_brand"} == {(1, 3), (1, 5), (3, 5)}


def test_the_child_comes_first():
    found = scan(Index.build(brands("7TH STATE", "7TH STATE GOLDEN LAGER")))
    assert told(found).keys() == {(2, 1)}
    assert found.findings[0].relation == "sku_of_brand"


def test_the_order_of_rows_does_not_matter():
    order = [3, 0, 4, 2, 1]
    shuffled = Brands([i + 1 for i in order], [HOUSES[i] for i in order])
    assert told(scan(Index.build(shuffled))) == told(scan(Index.build(brands(*HOUSES))))


def test_a_persons_no_holds():
    index = Index.build(brands(*HOUSES))
    found = scan(index, decisions=Decisions.of(different=[(3, 1)]))
    assert (1, 3) not in {p for p, (relation, _) in told(found).items() if relation == "same_brand"}
    assert not any({1, 3} <= set(cluster.members) for cluster in found.clusters)


def test_a_persons_yes_holds():
    index = Index.build(brands("OPUS ONE", "PETRUS"))
    assert not scan(index).clusters
    found = scan(index, decisions=Decisions.of(same=[(2, 1)]))
    assert [cluster.members for cluster in found.clusters] == [(1, 2)]
    assert found.findings[0].must_link


def test_different_producers_are_not_of_one_cluster():
    found = scan(Index.build(brands("VISTA", "VISTA WINERY", permits=[["BWN-CA-1"], ["BWN-NY-2"]])))
    assert not found.clusters
    assert all(finding.veto == "other_producers" for finding in found.findings)


def test_only_what_changed_is_looked_at():
    index = Index.build(brands(*HOUSES, "PETRUS WINES"))
    whole, part = scan(index), scan(index, changed=[6])
    assert told(part).items() <= told(whole).items()
    assert all(6 in (f.a, f.b) for f in part.findings)
    assert part.candidates < whole.candidates


def test_an_index_takes_in_what_an_import_brought():
    index = Index.build(brands(*HOUSES)).ready()
    index = index.updated(Brands([7, 2], ["PETRUS WINES", "PETRUS"]), removed=[5])
    found = scan(index, changed=[7, 2])
    assert (2, 7) in told(found)
    assert len(index) == 5
    assert 5 not in {id_ for pair in told(scan(index)) for id_ in pair}


def test_a_question_gets_the_verdict_of_a_scan():
    index = Index.build(brands(*HOUSES)).ready()
    answers = {one.id: one.finding.probability for one in match(Brands([3], [HOUSES[2]]), index)}
    scanned = {pair: chance for pair, (_, chance) in told(scan(index)).items()}
    assert answers[1] == pytest.approx(scanned[1, 3], abs=1e-4)
    assert answers[5] == pytest.approx(scanned[3, 5], abs=1e-4)


def test_a_question_leaves_the_index_as_it_was():
    index = Index.build(brands("GIRIBALDI", "LAGUNITAS BREWING", permits=[["CA-I-1"], ["CA-I-2"]])).ready()
    before = [len(index.table.known.words), len(index.table.known.families), len(index.table.known.hosts)]
    asked = Brands([0], ["GIRIBALDY UNHEARD OF"], permits=[["CA-I-77"]], websites=[["unheard.example"]])
    first = match(asked, index)
    assert match(asked, index) == first
    known = index.table.known
    assert [len(known.words), len(known.families), len(known.hosts)] == before
    assert len(index.table.weights.words) == before[0]


def test_a_new_name_has_no_answer():
    assert match(Brands([0], ["ZYXWVUT QPONML"]), Index.build(brands(*HOUSES))) == []


@pytest.mark.parametrize("name", ["", " ", "A", "🍷", "שלום", "A" * 5000, "...", "\x00"])
def test_odd_names_are_scanned_and_asked_for(name):
    index = Index.build(brands(*HOUSES, name, name))
    scan(index)
    match(Brands([99], [name]), index)


def test_an_empty_table_has_nothing_to_tell():
    found = scan(Index.build(brands()))
    assert (found.findings, found.clusters, found.candidates) == ((), (), 0)


def test_many_brands_of_one_name_do_not_explode():
    permits = [[f"BWN-CA-{i}"] for i in range(1, 4001)]
    start = process_time()
    few = scan(Index.build(brands(*["VISTA"] * 1000, permits=permits[:1000])))
    middle = process_time()
    many = scan(Index.build(brands(*["VISTA"] * 4000, permits=permits)))
    assert many.candidates <= 5 * few.candidates
    assert process_time() - middle < 12 * (middle - start) + 1


words = st.sampled_from(["STONE", "RIVER", "OAK", "BREWING CO.", "WINERY", "GOLDEN LAGER", "THE", "10", "&", "é", ""])


@settings(max_examples=25)
@given(st.lists(st.lists(words, max_size=3).map(" ".join), min_size=2, max_size=8), st.randoms())
def test_verdicts_are_symmetric_and_free_of_order(names, chance: random.Random):
    ids = list(range(1, len(names) + 1))
    rows = list(zip(ids, names, strict=True))
    chance.shuffle(rows)
    one = told(scan(Index.build(Brands(ids, names))))
    two = told(scan(Index.build(Brands([i for i, _ in rows], [name for _, name in rows]))))
    assert one == two

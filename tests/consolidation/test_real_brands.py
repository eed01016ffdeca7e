"""Brands people know: wine, beer and spirits of the world, and what each pair of names is.

`real_brands.csv` was written from general knowledge. Some of it no name can tell (SAM ADAMS is SAMUEL ADAMS), so shares
are asked for, not each pair; that a stranger is never held for sure to be the same brand is asked of each.
"""

import csv
from pathlib import Path

import pytest

from apps.consolidation.linkage.matching import compare_pairs
from apps.consolidation.linkage.records import Brands

ROWS = list(csv.DictReader(Path(__file__).with_name("real_brands.csv").read_text(encoding="utf-8").splitlines()))
LINKED, AUTOMATIC = 0.5, 0.9


def side(name: str) -> Brands:
    def column(of: str) -> list[list[str]]:
        return [[row[f"{of}_{name}"]] if row[f"{of}_{name}"] else [] for row in ROWS]

    return Brands(
        range(len(ROWS)),
        [row[f"name_{name}"] for row in ROWS],
        permits=column("permit"),
        origins=column("origin"),
        classes=column("class"),
        websites=column("website"),
    )


@pytest.fixture(scope="module")
def found():
    return list(zip(ROWS, compare_pairs(side("a"), side("b")), strict=True))


def said(finding):
    """What a scan would make of it: one brand, a product of the other, or neither."""
    if finding.probability >= LINKED:
        return "same_brand"
    return "sku_of_brand" if finding.relation == "sku_of_brand" else "different"


@pytest.mark.parametrize(("relation", "share"), [("same_brand", 0.84), ("sku_of_brand", 0.84), ("different", 0.95)])
def test_most_are_known_for_what_they_are(found, relation, share):
    asked = [(row, finding) for row, finding in found if row["expect"] == relation]
    missed = [(row["name_a"], row["name_b"]) for row, finding in asked if said(finding) != relation]
    assert 1 - len(missed) / len(asked) >= share, missed


def test_no_stranger_is_surely_the_same(found):
    wrong = [
        (row["name_a"], row["name_b"], round(finding.probability, 2))
        for row, finding in found
        if row["expect"] != "same_brand" and finding.probability > AUTOMATIC
    ]
    assert wrong == []


def test_sentences_end_once_and_say_something(found):
    for _row, finding in found:
        assert finding.sentence().endswith(".")
        assert ".." not in finding.sentence()
        assert "%(" not in finding.sentence()

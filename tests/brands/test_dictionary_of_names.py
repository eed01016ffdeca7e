"""Names as they are stored to be searched for."""

import polars as pl
import pytest

from apps.brands.pipeline.dictionary import COMPARED, FOUND, LONGEST, entries_of, words_of
from apps.brands.selectors.names import letters


def stored(*found: tuple[str, str, int, str]) -> list[dict[str, object]]:
    return entries_of(pl.DataFrame(list(found), schema=FOUND, orient="row")).to_dicts()


@pytest.mark.parametrize(
    ("kind", "spelling", "text"),
    [
        ("brand", "10 BARREL BREWING CO", "10 BARREL BREWING CO"),
        ("fanciful", "Côte d'Or “réserve”", "COTE DOR RESERVE"),
        ("alias", "A.F. Gros & Fils", "AF GROS AND FILS"),
        ("fanciful", "獺祭 純米", "獺祭 純米"),
        ("fanciful", "X" * LONGEST, "X" * COMPARED),
    ],
)
def test_a_name_is_compared_in_its_normal_form_with_size_letters_and_words(kind, spelling, text):
    [one] = stored((kind, spelling, 7, ""))
    assert one == {
        "kind": kind, "spelling": spelling, "brand": 7, "text": text, "size": len(text), "letters": letters(text),
        "words": text.split(),
    }  # fmt: skip


def test_a_brand_of_punctuation_is_found_by_what_an_array_can_hold():
    assert [one["words"] for one in stored(("brand", '!!! "?" \\ #', 0, ""))] == [["!!!", "?", "#"]]


def test_what_cannot_be_compared_what_is_too_long_and_an_alias_that_says_nothing_new_are_left_out():
    assert not stored(
        ("fanciful", "!!!", 0, ""),
        ("fanciful", "X" * (LONGEST + 1), 0, ""),
        ("alias", "A.F. Gros", 3, "AF GROS"),
        ("brand", '"\\"', 0, ""),
    )  # fmt: skip


def test_words_are_kept_once_and_measured_as_those_typed_will_be():
    rows = words_of(pl.Series(["GROS", "ŻUBR", "GROS", "0123456789"])).sort("word").to_dicts()
    assert rows == [{"word": w, "size": len(w), "letters": letters(w)} for w in sorted({"GROS", "ŻUBR", "0123456789"})]


@pytest.mark.parametrize("few", [0, 500])
def test_few_names_and_many_are_stored_alike_and_those_there_stay(few, as_alice, monkeypatch):
    from apps.brands.models import SearchName, SearchWord
    from apps.brands.pipeline import search_names
    from tests.factories.catalogue import make_brand

    monkeypatch.setattr(search_names, "FEW", few)
    make_brand("Old Mill")
    search_names.refresh_search_names()
    made = [make_brand(name).pk for name in ("Old “Mill” \\ 2", "Żubr, & Söhne")]
    assert search_names.refresh_search_names(made) == 2
    assert search_names.refresh_search_names(made) == 0
    kept = SearchName.objects.filter(brand=0).order_by("spelling").values_list("words", "size")
    assert list(kept) == [(["OLD", "MILL"], 8), (["OLD", "“MILL”", "2"], 14), (["ŻUBR,", "&", "SÖHNE"], 13)]
    assert set(SearchWord.objects.values_list("word", flat=True)) == {
        "OLD",
        "MILL",
        "“MILL”",
        "2",
        "ŻUBR,",
        "&",
        "SÖHNE",
    }

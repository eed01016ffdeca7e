"""One form for all spellings of a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.registry.formats.names import clean_text, normal_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.LE COQ", "A LE COQ"),
        ("A.F. GROS", "AF GROS"),
        ("A. AND C.", "A & C."),
        ("ANTÓNIO LOPES RIBEIRO WINES", "Antonio Lopes Ribeiro Wines"),
        ("AC GOLDEN BREWING CO.", "AC GOLDEN BREWING CO"),
        ("O'BRIEN", "O’BRIEN"),
        ("O`BRIEN", "OʼBRIEN"),
        ("O´BRIEN", "OBRIEN"),
        ("RYE & SPIRE", "RYE  AND  SPIRE"),
        ("COCA-COLA", "COCA COLA"),
        ("STRASSE", "Straße"),
        ("ØL", "OL"),
        ("ŁÓDŹ", "LODZ"),
        ("CRÈME DE CASSIS", "Cre\u0300me de Cassis"),
        ("BRAND™", "BRAND"),
        ("🍷 WINE", "wine"),
        ("ＷＩＮＥ", "WINE"),
        ("ZEKE\u0092S", "ZEKES"),
    ],
)
def test_two_spellings_are_one_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other) != ""


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("A. AND C.", "A AND C"),
        ("J.J.PRÜM", "JJ PRUM"),
        ("D.O.C. RIOJA", "DOC RIOJA"),
        ("7.5 PROOF", "7 5 PROOF"),
        ("41.150", "41 150"),
        ("B&B", "B AND B"),
        ("...", ""),
        ("", ""),
        ("日本酒", "日本酒"),
        ("한국 소주", "한국 소주"),
        ("ΟΥΖΟ", "ΟΥΖΟ"),
    ],
)
def test_the_form_of_a_text(text: str, form: str) -> None:
    assert normal_form(text) == form


def test_words_of_firms_and_products_stay() -> None:
    assert normal_form("ABITA BREWING COMPANY LLC") != normal_form("ABITA BREWING COMPANY")
    assert normal_form("A ET C") != normal_form("A AND C")


@given(st.text())
def test_applying_it_twice_changes_nothing(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once


@given(st.text())
def test_case_does_not_count(text: str) -> None:
    assert normal_form(text.upper()) == normal_form(text.upper().lower().upper())


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_quick_way_and_the_long_way_agree(text: str) -> None:
    assert normal_form(text + " é") == f"{normal_form(text)} E".strip()


@given(st.text())
def test_clean_text_is_composed_and_single_spaced(text: str) -> None:
    clean = clean_text(text)
    assert clean == clean_text(clean) == unicodedata.normalize("NFC", " ".join(clean.split()))
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean)


def test_clean_text_keeps_what_was_published() -> None:
    assert clean_text("  “Le  Coq” –\tDry\r\nCider\x00 ") == "“Le Coq” – Dry Cider"
    assert clean_text("ZEKE\x92S") == "ZEKE’S"

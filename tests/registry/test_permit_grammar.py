"""TTB IDs, permits and dates by their grammars."""

import datetime as dt

import pytest

from apps.registry.formats.dates import parse_date
from apps.registry.formats.ids import is_scientific, parse_permit, parse_ttb_id
from tests.registry.files import real


@pytest.mark.parametrize(
    ("text", "kind", "state", "number", "mnemonic"),
    [
        ("CA-I-3223", "I", "CA", "3223", None),
        ("PR-I-15058", "I", "PR", "15058", None),
        ("MD-P-21288", "P", "MD", "21288", None),
        ("BR-PA-APP-1", "BR", "PA", "1", "APP"),
        ("DSP-KY-414", "DSP", "KY", "414", None),
        ("TPWBH-CA-12", "TPWBH", "CA", "12", None),
        (" ca –i - 3223 ", "I", "CA", "3223", None),
    ],
)
def test_permits_of_known_form(text: str, kind: str, state: str, number: str, mnemonic: str | None) -> None:
    permit = parse_permit(text)
    assert permit.known
    assert (permit.kind, permit.state, permit.number, permit.mnemonic) == (kind, state, number, mnemonic)


@pytest.mark.parametrize("text", ["CA-I", "XX-Q-1", "AR-WS-15000", "ZZ-I-1", "CA-I-1234567", "", "CA-I-٣"])
def test_permits_of_unknown_form_are_kept_as_they_are(text: str) -> None:
    assert not parse_permit(text).known
    assert parse_permit(text).text == text


def test_a_ttb_id_says_when_and_how_it_was_filed() -> None:
    found = parse_ttb_id(" '21013001000714' ")
    assert found is not None
    assert (found.text, found.year, found.day, found.receipt, found.sequence) == (
        "21013001000714", 21, 13, "001", "000714",
    )  # fmt: skip
    assert found.filed_year(dt.date(2026, 1, 1)) == 2021


def test_lost_zeros_are_put_back_if_the_day_is_then_valid() -> None:
    found = parse_ttb_id("9013001000714")
    assert found is not None
    assert found.text == "09013001000714"
    assert found.padded
    assert parse_ttb_id("9913001000714") is None


@pytest.mark.parametrize("text", ["", "2.6257E+13", "21367001000714", "21000001000714", "1234567890", "2" * 15, "x"])
def test_no_ttb_ids(text: str) -> None:
    assert parse_ttb_id(text) is None


def test_a_rounded_id_is_known() -> None:
    assert is_scientific("2.6257E+13")
    assert is_scientific("2,6257e13")
    assert not is_scientific("26257001000001")
    assert parse_ttb_id("21013001000714.0") is not None


def test_every_real_id_is_one() -> None:
    ids = real("ttb_ids_20000.txt").read_text().split()
    assert len(ids) == 20_000
    assert all(parse_ttb_id(text) for text in ids)


@pytest.mark.parametrize(
    "text",
    ["1/9/2024", "01/09/2024", "2024-01-09", "2024-01-09T12:00:00Z", "2024-01-09 00:00:00", "09-JAN-2024",
     "9 January 2024", "20240109", "1/9/2024 12:00 AM", "'01/09/2024'"],
)  # fmt: skip
def test_a_day_in_every_known_form(text: str) -> None:
    assert parse_date(text) == dt.date(2024, 1, 9)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "25/01/2024", "02/30/2024", "soon", "", "45300", "1/9/24", "0000-00-00"]
)
def test_no_days(text: str) -> None:
    assert parse_date(text) is None

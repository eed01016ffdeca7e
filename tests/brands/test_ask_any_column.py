"""Operators on any column of any list: each narrows as it says, and no value breaks a statement."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.brands.filters.brands import BrandFilters
from apps.brands.filters.every import FILTERS
from apps.brands.selectors.lists import BRANDS, LISTS, SKUS
from apps.core.filtering import BadFilter, UnknownFilter
from apps.core.selectors.lists import CHANGE_SETS, JOBS
from apps.core.services import pastes
from tests.brands.shelf import put, put_all

ALL = [*LISTS.values(), CHANGE_SETS, JOBS]
KEYS = [(one, key) for one in ALL for key in one.filters.base_filters]
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "%", "_", "\\", "'", '"', "{}", "{a,b}", "NULL", "\x00", "-1", "0", "9" * 18, "9" * 30, "1e9", "true", "false",
         "2024-02-30", "2024-02-29", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
         "2024-01-01T00:00", "\U0010ffff", "\ud800", "🍷", "\u202eabc", "ẞ", "<b>", "٣", "NY-I-1", "x" * 600]
    ),
)  # fmt: skip


@pytest.fixture
def shelf(in_acme: Any) -> None:
    put_all("Domaine Leroy", "Leroy Rum")
    put(
        "Alto",
        {"fanciful_name": "Blue 100%", "permit": "CA-I-9", "ttb_id": "24001001000999"},
        website="https://alto.example",
    )


@pytest.mark.unmeasured
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.sampled_from(KEYS), values=st.lists(ODD, min_size=1, max_size=3))
def test_no_value_of_any_operator_breaks_a_statement(asked: Any, values: list[str], shelf: None) -> None:
    listing, key = asked
    with transaction.atomic():
        try:
            listing.page({key: values, "count": ["exact"]})
        except (BadFilter, UnknownFilter):
            return  # refused by name


def names(**asked: Any) -> list[str]:
    query = {key: value if isinstance(value, list) else [value] for key, value in asked.items()}
    return sorted(row["display_name"] for row in BRANDS.page(query).rows)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"display_name": "Alto"}, ["Alto"]),
        ({"display_name__not": ["Alto", "Leroy Rum"]}, ["Domaine Leroy"]),
        ({"display_name__contains": "lero"}, ["Domaine Leroy", "Leroy Rum"]),
        ({"display_name__starts": "lero"}, ["Leroy Rum"]),
        ({"website__missing": "true"}, ["Domaine Leroy", "Leroy Rum"]),
        ({"website__missing": "false"}, ["Alto"]),
        ({"website__not": "https://alto.example"}, ["Domaine Leroy", "Leroy Rum"]),
        ({"sku_count__from": "1", "sku_count__to": "1"}, ["Alto", "Domaine Leroy", "Leroy Rum"]),
        ({"sku_count__from": "2"}, []),
        ({"permit__not": "CA-I-9"}, ["Domaine Leroy", "Leroy Rum"]),
        ({"permit__missing": "true"}, []),
        ({"name": "dómaine leroy"}, ["Domaine Leroy"]),
        ({"first_completed__from": "2999-01-01"}, []),
    ],
)  # fmt: skip
def test_each_operator_does_what_it_says(asked: dict[str, Any], found: list[str], shelf: None) -> None:
    assert names(**asked) == found


def test_percent_signs_and_underscores_are_only_letters(shelf: None) -> None:
    assert len(SKUS.page({"fanciful_name__contains": ["100%"]}).rows) == 1
    assert SKUS.page({"fanciful_name__contains": ["_"]}).rows == []


def test_codes_begin_in_any_case(shelf: None) -> None:
    assert len(SKUS.page({"permit__starts": ["ca-i"]}).rows) == 1


def test_a_count_agrees_with_the_rows(shelf: None) -> None:
    for key, value in [("sku_count__not", "1"), ("origin__missing", "false"), ("first_completed__missing", "false")]:
        page = BRANDS.page({key: [value], "count": ["exact"]})
        assert page.count is not None
        assert page.count.number == len(page.rows)


def test_an_unknown_operator_is_refused_with_the_nearest(shelf: None) -> None:
    with pytest.raises(UnknownFilter) as refused:
        BRANDS.page({"sku_count__form": ["1"]})
    assert refused.value.nearest == "sku_count__from"


def test_every_list_takes_operators() -> None:
    for name, filters in FILTERS.items():
        if name not in {"subscriptions", "tags", "lists", "notes"}:
            assert any("__missing" in key for key in filters.base_filters), name


def test_pasted_values_narrow_by_their_key(shelf: None) -> None:
    kept = pastes.keep(pastes.split('24001001000999\n"24001001000998"\t;\n'))
    assert len(SKUS.page({"ttb_id__paste": [kept.key]}).rows) == 1
    assert names(name__paste=pastes.keep(["ALTO", "leroy  rum"]).key) == ["Alto", "Leroy Rum"]


def test_the_same_values_have_one_key(in_acme: Any) -> None:
    assert pastes.keep(["b", "a", "a"]).key == pastes.keep(["a", "b"]).key


def test_a_forgotten_paste_says_so(shelf: None) -> None:
    with pytest.raises(BadFilter, match="Paste it again"):
        BRANDS.page({"name__paste": ["gone"]})


def test_a_pasted_value_that_is_no_number_is_named(shelf: None) -> None:
    with pytest.raises(BadFilter, match="seven"):
        BRANDS.page({"id__paste": [pastes.keep(["7", "seven"]).key]})


@pytest.mark.parametrize("text", ["x" * 2_000_001, "\n".join(map(str, range(5_001))), "", " \n;", "y" * 501])
def test_too_much_or_nothing_is_refused(text: str, in_acme: Any) -> None:
    with pytest.raises((pastes.TooMany, pastes.LongValue, pastes.NothingPasted)) as refused:
        pastes.keep(pastes.split(text))
    assert refused.value.hint


def test_globex_has_no_paste_of_acme(shelf: None, in_globex: Any) -> None:
    with pytest.raises(BadFilter):
        BrandFilters.narrow(BRANDS.base(), {"name__paste": [pastes.hashlib.sha256(b"ALTO").hexdigest()[:24]]})

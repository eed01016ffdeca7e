"""A version of the API that was replaced says since when and until when; one that stays says nothing."""

from datetime import date
from typing import Any

import pytest

from apps.core.rest.ageing import later


def test_a_version_that_stays_says_nothing(api: Any, alice: Any, acme: Any) -> None:
    answer = api(alice, acme).get("brands")
    assert not {"Deprecation", "Sunset", "Link"} & set(answer.headers)


@pytest.mark.parametrize("address", ["brands", "brands/404404"])
def test_one_that_was_replaced_says_when_it_ends(address: str, api: Any, alice: Any, acme: Any, settings: Any) -> None:
    settings.COLABASE_API_DEPRECATED = {"v1": date(2027, 5, 1)}
    answer = api(alice, acme).get(address)
    assert answer.headers["Deprecation"] == "@1809129600"
    assert answer.headers["Sunset"] == "Mon, 01 May 2028 00:00:00 GMT"
    assert answer.headers["Link"] == '</api/v1/docs>; rel="deprecation"; type="text/html"'


def test_the_day_is_read_from_the_environment_and_checked(monkeypatch: Any) -> None:
    from config.env import Environment

    monkeypatch.setenv("COLABASE_API_DEPRECATED", '{"v1": "2027-05-01"}')
    assert {"v1": date(2027, 5, 1)} == Environment().COLABASE_API_DEPRECATED
    monkeypatch.setenv("COLABASE_API_DEPRECATED", '{"v1": "soon"}')
    with pytest.raises(ValueError, match="COLABASE_API_DEPRECATED"):
        Environment()


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2027, 5, 1), 12, date(2028, 5, 1)),
        (date(2028, 2, 29), 12, date(2029, 3, 1)),
        (date(2027, 8, 31), 1, date(2027, 10, 1)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
    ],
)
def test_no_month_is_cut_short(day: date, months: int, end: date) -> None:
    assert later(day, months) == end

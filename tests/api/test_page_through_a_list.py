"""Lists come in pages by position: each row once, forwards and backwards, whatever ties and gaps."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import ids

SORTS = ["id", "display_name", "sku_count", "first_completed", "last_completed"]


def walk(key: Any, address: str, direction: str = "next") -> list[list[int]]:
    """All pages from an address on."""
    pages = []
    while address:
        response = key.get(address)
        pages.append(ids(response))
        address = response.json()[direction] or ""
    return pages


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{word}" for word in SORTS)])
def test_pages_hold_each_row_once_and_lead_back(sort: str, catalogue: Any, key: Any) -> None:
    catalogue(11)
    pages = walk(key, f"brands?limit=3&sort={sort}")
    rows = [row for page in pages for row in page]
    assert len(rows) == len(set(rows)) == 11
    last = f"brands?limit=3&sort={sort}"
    while (found := key.get(last).json()["next"]) is not None:
        last = found
    assert walk(key, last, "previous")[::-1] == pages


@pytest.mark.parametrize("sort", ["last_completed", "-last_completed"])
def test_rows_without_a_value_come_last(sort: str, catalogue: Any, key: Any) -> None:
    catalogue(9)
    dates = [row["last_completed"] for row in key.get(f"brands?sort={sort}").json()["results"]]
    known = [day for day in dates if day]
    assert dates == sorted(known, reverse=sort.startswith("-")) + [None] * 3


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 12), sort=st.sampled_from(SORTS), down=st.booleans())
def test_any_page_size_gives_the_same_order(size: int, sort: str, down: bool, catalogue: Any, key: Any) -> None:
    from apps.brands.models import Brand

    if not Brand.objects.exists():
        catalogue(10)
    word = f"-{sort}" if down else sort
    whole = ids(key.get(f"brands?sort={word}"))
    assert [row for page in walk(key, f"brands?sort={word}&limit={size}") for row in page] == whole


def test_rows_that_come_in_between_do_not_shift_the_next_page(catalogue: Any, key: Any) -> None:
    catalogue(6)
    first = key.get("brands?sort=-id&limit=3").json()
    catalogue(2)
    assert not {row["id"] for row in first["results"]} & set(ids(key.get(first["next"])))


def test_pages_are_of_fifty_and_at_most_a_hundred(catalogue: Any, key: Any) -> None:
    catalogue(101)
    assert len(ids(key.get("skus"))) == 50
    assert len(ids(key.get("skus?limit=1000"))) == 100


@pytest.mark.parametrize(
    "query",
    [
        "", "origin=51", "origin=51&origin=05", "permit=CA-I-7&category=wine", "sku_count_min=1", "archived=all",
        "last_completed_from=2024-01-02", "archived=true", "archived=true&archived=false", "website=missing",
        "name=brand 002&origin=05", "id=0",
    ],
)  # fmt: skip
def test_the_count_is_the_number_of_rows(query: str, catalogue: Any, key: Any) -> None:
    key.delete(f"brands/{catalogue(8)[3].pk}")
    assert key.get(f"brands?count=exact&{query}").json()["count"] == len(ids(key.get(f"brands?{query}")))


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1e3"])
def test_a_limit_that_is_no_number_is_refused(limit: str, key: Any) -> None:
    response = key.get(f"brands?limit={limit}")
    assert (response.status_code, response.json()["code"]) == (422, "invalid_value")


def test_a_changed_cursor_is_refused(catalogue: Any, key: Any) -> None:
    catalogue(4)
    cursor = key.get("brands?limit=2").json()["next"].split("cursor=")[1]
    for bad in (cursor[:-2] + "AA", "x", "%00", cursor + "A", "é"):
        response = key.get(f"brands?limit=2&cursor={bad}")
        assert (response.status_code, response.json()["code"]) == (422, "bad_cursor"), bad


@pytest.mark.parametrize("other", ["sort=-id", "origin=51", "archived=all"])
def test_a_cursor_serves_only_its_own_sort_and_filter(other: str, catalogue: Any, key: Any) -> None:
    catalogue(4)
    cursor = key.get("brands?limit=2").json()["next"].split("cursor=")[1]
    assert key.get(f"brands?limit=2&{other}&cursor={cursor}").json()["code"] == "bad_cursor"


def test_a_cursor_of_another_workspace_is_refused(
    catalogue: Any, key: Any, api: Any, mallory: Any, globex: Any
) -> None:
    catalogue(4)
    cursor = key.get("brands?limit=2").json()["next"].split("cursor=")[1]
    assert api(mallory, globex).get(f"brands?limit=2&cursor={cursor}").json()["code"] == "bad_cursor"


def test_counting_is_only_done_when_asked_and_is_always_right(catalogue: Any, key: Any) -> None:
    catalogue(5)
    assert "count" not in key.get("brands").json()
    assert key.get("brands?count=exact&origin=51").json()["count"] == 2
    catalogue(2)
    assert key.get("brands?count=exact&origin=51").json()["count"] == 3
    assert key.get("brands?count=about").json()["count"] == 7


@pytest.mark.parametrize(
    "address", ["brands", "skus", "importers", "permits", "imports", "subscriptions", "change-sets", "exports", "jobs"]
)
def test_a_list_takes_no_more_queries_for_more_rows(
    address: str, catalogue: Any, key: Any, django_assert_max_num_queries: Any
) -> None:
    catalogue(1)
    key.get(address)
    catalogue(20)
    with django_assert_max_num_queries(9):
        key.get(address)

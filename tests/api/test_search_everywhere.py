"""One address for the palette and for programs: what was found of each kind, numbers first."""

from typing import Any

import pytest


def groups(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, response.content
    return {group["kind"]: [row["title"] for row in group["rows"]] for group in response.json()["groups"]}


def test_each_row_says_what_it_is_and_where(catalogue: Any, key: Any) -> None:
    brand = catalogue(3)[1]
    (group,) = key.get("search?q=brnad 001").json()["groups"]
    assert group["rows"][0] == {
        "id": brand.pk, "title": "Brand 001", "subtitle": "1 SKU", "match": "close", "url": f"/brands/{brand.pk}/",
    }  # fmt: skip


def test_a_note_is_found_by_its_words_and_leads_to_its_record(catalogue: Any, key: Any) -> None:
    brand = catalogue(3)[1]
    key.post("notes", {"brand": brand.pk, "text": "Ask Ann about\nthe  Zürich depot <b>"})
    (group,) = key.get("search?q=depot ann").json()["groups"]
    (row,) = group["rows"]
    assert (group["kind"], group["count"], row["url"]) == ("notes", 1, f"/brands/{brand.pk}/")
    assert (row["title"], row["subtitle"]) == ("Ask Ann about the Zürich depot <b>", "Brand 001")
    assert key.get("search?q=depot bob").json()["groups"] == []


def test_numbers_come_first(catalogue: Any, key: Any) -> None:
    brand = catalogue(3)[0]
    assert list(groups(key.get("search?q=24001001000001"))) == ["skus"]
    assert groups(key.get(f"search?q=%23{brand.pk}"))["brands"][0] == "Brand 000"
    assert "Brand 001" in groups(key.get("search?q=ny-i-15066"))["brands"]


def test_counts_are_capped_and_say_so(catalogue: Any, key: Any) -> None:
    catalogue(6)
    (group,) = key.get("search?q=brand&limit=2").json()["groups"]
    assert (len(group["rows"]), group["count"], group["count_is_exact"]) == (2, 6, True)


def test_a_key_sees_only_the_kinds_it_may_read(catalogue: Any, api: Any, alice: Any, acme: Any) -> None:
    catalogue(2)
    caller = api(alice, acme, scopes=("search", "skus"))
    assert groups(caller.get("search?q=brand")) == {}
    assert list(groups(caller.get("search?q=24001001000001"))) == ["skus"]


def test_globex_finds_nothing_of_acme(catalogue: Any, next_door: Any) -> None:
    catalogue(2)
    assert groups(next_door.get("search?q=brand")) == {}


@pytest.mark.parametrize(
    "text", ["", " ", "%00", "%", "'", "🍷", "%E2%80%AEabc", "x" * 4000, "9" * 40, "%23", "<b>", "NY-I-"]
)
def test_odd_texts_break_nothing(text: str, catalogue: Any, key: Any) -> None:
    catalogue(1)
    assert key.get(f"search?q={text}").status_code == 200


@pytest.mark.parametrize("limit", ["0", "-1", "x", "9" * 30])
def test_a_wrong_limit_is_refused(limit: str, key: Any) -> None:
    assert key.get(f"search?limit={limit}").status_code == 422
    assert key.get(f"search?q=x&limit={limit}").json()["code"] == "invalid_value"

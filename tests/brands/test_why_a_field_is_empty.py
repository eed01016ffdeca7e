"""Missing, known to be empty, not asked and withheld are four different states."""

from typing import Any

import pytest

from tests.api.conftest import ids

FOUR = ["not_asked", "missing", "empty", "withheld"]


@pytest.fixture
def key(api: Any, alice: Any, acme: Any) -> Any:
    return api(alice, acme)


@pytest.fixture
def brand(as_alice: Any) -> int:
    from apps.brands.services import catalogue

    return int(catalogue.create_brand(name="Quiet Cellar").pk)


def say(key: Any, brand: int, **values: Any) -> Any:
    return key.patch(f"brands/{brand}", values, format="json")


def test_nobody_has_asked_at_first(key: Any, brand: int) -> None:
    assert key.get(f"brands/{brand}").json()["website_state"] == "not_asked"


@pytest.mark.parametrize("word", FOUR)
def test_each_state_is_kept_found_and_told_apart(word: str, key: Any, brand: int) -> None:
    assert say(key, brand, website_state=word).json()["website_state"] == word
    for other in FOUR:
        found = ids(key.get(f"brands?website_state={other}"))
        assert found == ([brand] if other == word else [])
    assert ids(key.get("brands?website=missing")) == [brand]
    assert ids(key.get("brands?website_state=known")) == []


def test_a_website_ends_the_state(key: Any, brand: int) -> None:
    say(key, brand, website_state="empty")
    assert say(key, brand, website="a.example").json()["website_state"] == "known"
    assert ids(key.get("brands?website_state=known")) == [brand]
    assert say(key, brand, website=None).json()["website_state"] == "not_asked"


def test_a_website_the_source_gave_and_a_person_took_away_is_missing(key: Any, brand: int, as_alice: Any) -> None:
    from apps.brands.models import Brand
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    with change_set(ChangeKind.FORM, "As the source says"):
        row = Brand.objects.get(pk=brand)
        row.website = "https://source.example"
        row.save()
    answer = say(key, brand, website=None).json()
    assert (answer["website_state"], answer["edited"]) == ("missing", {"website": "https://source.example"})


@pytest.mark.parametrize(
    "values", [{"website": "a.example", "website_state": "empty"}, {"website_state": "known"}, {"website_state": 3}]
)
def test_a_contradiction_is_refused(values: dict[str, Any], key: Any, brand: int) -> None:
    answer = say(key, brand, **values)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/website_state")


def test_what_a_person_said_is_an_edit_that_imports_leave_alone(key: Any, brand: int) -> None:
    assert say(key, brand, website_state="withheld").json()["edited"] == {"website": None}
    assert say(key, brand, website_state="not_asked").json()["edited"] == {}


def test_a_state_comes_back_with_its_version(key: Any, brand: int) -> None:
    say(key, brand, website_state="empty")
    version = key.get(f"brands/{brand}").json()["version"]
    say(key, brand, website="a.example")
    key.post(f"brands/{brand}/restore", {"version": version}, format="json")
    assert key.get(f"brands/{brand}").json()["website_state"] == "empty"


def test_exports_have_a_column_for_it(key: Any, brand: int, in_acme: Any) -> None:
    from apps.brands.selectors.export_rows import query

    say(key, brand, website_state="withheld")
    rows = query("brands", {}, is_flat=False)
    place = [column.name for column in rows.columns].index("website_state")
    assert [row[place] for chunk in rows.chunks() for row in chunk] == ["withheld"]

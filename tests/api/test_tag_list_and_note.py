"""Tags, lists and notes by the API."""

from typing import Any

import pytest

from tests.api.conftest import ids


def test_tag_brands_and_ask_for_them(key: Any, catalogue: Any) -> None:
    one, two, _three = (brand.pk for brand in catalogue(3))
    made = key.post("tags", {"name": "Priority", "colour": "red"}, format="json")
    assert made.status_code == 201
    done = key.post("brands/tags", {"ids": [one, two], "add": [made.json()["id"], "Été 🍷"]}, format="json")
    assert done.json() == {"changed": 4}
    assert ids(key.get("brands?tag=priority&sort=id")) == [one, two]
    row = key.get(f"brands?id={one}&fields=id,tags").json()["results"][0]
    assert row["tags"] == ["Priority", "Été 🍷"]
    assert [tag["name"] for tag in key.get(f"brands/{one}").json()["tags"]] == ["Priority", "Été 🍷"]
    assert key.get(f"tags/{made.json()['id']}").json()["brands"] == 2
    assert key.post("brands/tags", {"ids": [one], "remove": ["priority"]}, format="json").json() == {"changed": 1}
    assert key.delete(f"tags/{made.json()['id']}").status_code == 204
    assert [row["name"] for row in key.get("tags").json()["results"]] == ["Été 🍷"]


def test_a_tag_is_changed_by_the_version_one_saw(key: Any) -> None:
    made = key.post("tags", {"name": "Priority"}, format="json")
    at, tag = f"tags/{made.json()['id']}", made.headers["ETag"]
    assert key.patch(at, {"name": "First"}, format="json", headers={"If-Match": tag}).status_code == 200
    stale = key.patch(at, {"name": "Second"}, format="json", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "First")


def test_a_list_is_filled_and_read_in_order(key: Any, catalogue: Any) -> None:
    one, two, three = (brand.pk for brand in catalogue(3))
    made = key.post("lists", {"kind": "brands", "name": "Spring"}, format="json").json()
    key.post(f"lists/{made['id']}/fill", {"add": [three]}, format="json")
    assert key.post(f"lists/{made['id']}/fill", {"add": [one, two, three]}, format="json").json() == {"changed": 2}
    rows = key.get(f"lists/{made['id']}/entries").json()["results"]
    assert [row["record_id"] for row in rows] == [two, one, three]
    assert rows[0]["record"]["display_name"] == "Brand 001"
    assert ids(key.get(f"brands?list={made['id']}&sort=id")) == [one, two, three]
    assert key.get(f"lists/{made['id']}").json()["size"] == 3


def test_a_note_is_written_changed_and_taken_away(key: Any, catalogue: Any) -> None:
    brand = catalogue(1)[0].pk
    made = key.post("notes", {"brand": brand, "text": "<b>Ask</b> Ann"}, format="json")
    assert made.json()["text"] == "<b>Ask</b> Ann"
    at = f"notes/{made.json()['id']}"
    assert key.patch(at, {"pinned": True}, format="json").json()["pinned"] is True
    assert ids(key.get(f"notes?brand={brand}")) == [made.json()["id"]]
    assert ids(key.get("brands?has_notes=true")) == [brand]
    assert key.delete(at).status_code == 204
    assert key.get(at).status_code == 404


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("tags", {"name": "a;b"}),
        ("tags", {"name": "X", "colour": "mauve"}),
        ("brands/tags", {"ids": "all", "add": ["X"]}),
        ("brands/tags", {"ids": [True], "add": ["X"]}),
        ("brands/tags", {"ids": list(range(1, 1002)), "add": ["X"]}),
        ("lists", {"kind": "skus", "name": "X"}),
        ("notes", {"text": "On nothing"}),
        ("notes", {"brand": 1, "importer": 1, "text": "On two"}),
        ("notes", {"brand": "1", "text": "X"}),
    ],
)
def test_what_makes_no_sense_is_told_so(address: str, body: Any, key: Any) -> None:
    answer = key.post(address, body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")


@pytest.mark.parametrize("query", ["tag=nowhere", "list=9", "list=x", "has_notes=maybe"])
def test_filters_that_make_no_sense_are_named(query: str, key: Any) -> None:
    answer = key.get(f"brands?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")
    assert answer.json()["errors"][0]["parameter"] == query.split("=", maxsplit=1)[0]


def test_a_viewer_may_look_but_not_touch(key: Any, looker: Any, catalogue: Any) -> None:
    brand = catalogue(1)[0].pk
    made = key.post("notes", {"brand": brand, "text": "Ask Ann"}, format="json").json()
    assert ids(looker.get("notes")) == [made["id"]]
    for method, address in [
        ("post", "tags"), ("post", "brands/tags"), ("post", "importers/tags"), ("post", "lists"), ("post", "notes"),
        ("patch", f"notes/{made['id']}"), ("delete", f"notes/{made['id']}"), ("post", "lists/1/fill"),
    ]:  # fmt: skip
        assert getattr(looker, method)(address, {}, format="json").status_code == 403, address


def test_globex_sees_nothing_of_acme(key: Any, next_door: Any, catalogue: Any) -> None:
    brand = catalogue(1)[0].pk
    tag = key.post("tags", {"name": "Priority"}, format="json").json()["id"]
    made = key.post("lists", {"kind": "brands", "name": "Spring"}, format="json").json()["id"]
    note = key.post("notes", {"brand": brand, "text": "Secret"}, format="json").json()["id"]
    for address in ("tags", "lists", "notes"):
        assert ids(next_door.get(address)) == []
    for address in (f"tags/{tag}", f"lists/{made}", f"lists/{made}/entries", f"notes/{note}"):
        assert key.get(address).status_code == 200
        assert next_door.get(address).status_code == 404
    assert next_door.post(f"lists/{made}/fill", {"add": [brand]}, format="json").status_code == 404
    assert next_door.post("brands/tags", {"ids": [brand], "add": ["X"]}, format="json").status_code == 404

"""Acts on many rows by the API: preview, start, follow, undo."""

from typing import Any

import pytest

from tests.api.conftest import ids


def test_preview_start_follow_and_undo(key: Any, catalogue: Any, deliver: Any) -> None:
    catalogue(4)
    body = {
        "resource": "brands",
        "act": "edit",
        "values": {"website": "https://w.example/"},
        "filter": {"origin": "51"},
    }
    seen = key.post("bulk/preview", body, format="json")
    assert (seen.status_code, seen.json()["preview"]["change"], seen.json()["state"]) == (201, 2, "previewed")
    start = {"preview": seen.json()["id"], "fingerprint": seen.json()["fingerprint"]}
    begun = key.post("bulk", start, format="json")
    assert (begun.status_code, begun.json()["state"]) == (202, "queued")
    assert key.post("bulk", start, format="json").json()["code"] == "already_started"
    deliver()
    done = key.get(f"bulk/{seen.json()['id']}").json()
    assert (done["state"], done["report"]["changed"]) == ("done", 2)
    assert len(ids(key.get("brands?website=w.example"))) == 2
    assert key.get(f"jobs/{done['job']}").json()["result"]["changed"] == 2
    assert key.post(f"change-sets/{done['change_set']}/undo", {}, format="json").json()["undone"] == 2
    assert ids(key.get("brands?website=w.example")) == []


def test_a_script_does_it_at_once_and_a_key_makes_it_once(key: Any, catalogue: Any, deliver: Any) -> None:
    one = catalogue(1)[0].pk
    tag = key.post("tags", {"name": "Priority"}, format="json").json()["id"]
    body = {"resource": "brands", "act": "tag", "values": {"tag": tag}, "ids": [one]}
    once = {"Idempotency-Key": "abc"}
    first, again = (key.post("bulk", body, format="json", headers=once) for _ in range(2))
    assert (first.status_code, again.json()) == (202, first.json())
    deliver()
    assert ids(key.get("brands?tag=priority")) == [one]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "invalid_value"),
        ({"ids": [1], "filter": {}}, "invalid_value"),
        ({"ids": "all"}, "invalid_value"),
        ({"ids": [0]}, "invalid_value"),
        ({"ids": [1], "act": "paint"}, "invalid_value"),
        ({"filter": {"colour": "red"}}, "unknown_filter"),
        ({"filter": {"sku_count_min": "many"}}, "invalid_value"),
        ({"ids": [1], "resource": "imports"}, "invalid_value"),
        ({"ids": [1], "values": [1]}, "invalid_value"),
        ({"ids": list(range(1, 250_002))}, "too_many_rows"),
    ],
)
def test_what_makes_no_sense_is_told_so(more: dict[str, Any], code: str, key: Any) -> None:
    body = {"resource": "brands", "act": "archive", **more}
    answer = key.post("bulk/preview", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_ten_megabytes_of_pasted_ids_are_refused_whole(key: Any) -> None:
    text = '{"resource": "brands", "act": "archive", "ids": [' + "1234567," * 1_300_000 + "1]}"
    answer = key.post("/api/v1/bulk/preview", data=text, content_type="application/json")
    assert answer.status_code in {413, 422}
    assert answer.json()["code"] in {"too_large", "too_many_rows"}


def test_a_viewer_may_not(looker: Any, key: Any, catalogue: Any) -> None:
    body = {"resource": "brands", "act": "archive", "ids": [catalogue(1)[0].pk]}
    for address in ("bulk", "bulk/preview"):
        assert looker.post(address, body, format="json").status_code == 403
    number = key.post("bulk/preview", body, format="json").json()["id"]
    assert looker.get(f"bulk/{number}").status_code == 403


def test_globex_sees_nothing_of_acme(key: Any, next_door: Any, catalogue: Any) -> None:
    one = catalogue(1)[0].pk
    body = {"resource": "brands", "act": "archive", "ids": [one]}
    number = key.post("bulk/preview", body, format="json").json()["id"]
    assert next_door.get(f"bulk/{number}").status_code == 404
    assert next_door.post("bulk", {"preview": number}, format="json").status_code == 404
    assert next_door.post("bulk/preview", body, format="json").json()["preview"]["refused"] == {"gone": 1}

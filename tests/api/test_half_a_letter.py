"""A text that no computer can write is refused, wherever it comes."""

from typing import Any

import pytest

HALF = '"a \\ud800 b"'


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("profile", '{"name": %s}'), ("merges", '{"survivor_id": 1, "absorbed_ids": [2], "reason": %s}'),
        ("decisions", '{"brand_a_id": 1, "brand_b_id": 2, "verdict": "same_brand", "reason": %s}'),
        ("brands", '{"name": %s}'), ("merges", '{"survivor_id": 1, "absorbed_ids": [2], %s: 1}'),
    ],
)  # fmt: skip
def test_half_a_surrogate_is_refused_and_a_whole_one_is_a_letter(address: str, body: str, key: Any) -> None:
    send = key.patch if address == "profile" else key.post
    refused = send(address, body % HALF, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_value")


def test_a_letter_of_two_halves_is_one(key: Any) -> None:
    said = key.patch("profile", '{"name": "Al \\ud83c\\udf77"}', content_type="application/json")
    assert said.json()["name"] == "Al 🍷"

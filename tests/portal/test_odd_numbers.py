"""Addresses and forms with numbers that are none, or too long to be one: a plain answer, never a breakdown."""

from typing import Any

import pytest

from apps.brands.models import Brand, Sku

pytestmark = pytest.mark.usefixtures("imported", "held_back")
ODD = ("abc", "-1", "٣", "9" * 30, "9" * 5000)
BROKEN = 500


@pytest.mark.parametrize("odd", ODD, ids=["a word", "below none", "other digits", "long", "endless"])
def test_no_number_breaks_a_page(odd: str, imported: Any, seen: Any) -> None:
    for path, key in (
        ("/brands/", "view"),
        ("/brands/", "open"),
        ("/lists/", "cursor"),
        ("/imports/new/", "corrects"),
        (f"/imports/{imported.pk}/rows/new/", "after"),
        (f"/brands/{Brand.objects.earliest('pk').pk}/history/", "older"),
    ):
        assert seen.get(path, {key: odd}).status_code < BROKEN, (path, key)


@pytest.mark.parametrize("odd", ODD, ids=["a word", "below none", "other digits", "long", "endless"])
def test_no_number_breaks_a_form(odd: str, imported: Any, seen: Any) -> None:
    brand, sku = Brand.objects.earliest("pk").pk, Sku.objects.earliest("pk").pk
    for path, form in (
        (f"/brands/{brand}/revert/", {"restore": odd, "version": odd}),
        (f"/skus/{sku}/revert/", {"restore": odd}),
        (f"/imports/{imported.pk}/readmit/", {"rows": odd}),
        (f"/marks/brands/{brand}/tags/", {"remove": odd}),
        ("/tags/save/", {"tag": odd, "name": "Odd", "colour": "red"}),
        ("/bulk/new/", {"noun": "brands", "act": "archive", "ids": odd}),
        ("/review/settle/", {"what": "skip", "like": odd}),
    ):
        assert seen.post(path, form).status_code < BROKEN, (path, form)


def test_a_version_that_is_no_number_is_not_taken_for_any(seen: Any) -> None:
    brand = Brand.objects.earliest("pk")
    seen.post(f"/brands/{brand.pk}/archive/", {"version": "abc"})
    brand.refresh_from_db()
    assert brand.archived_at is None

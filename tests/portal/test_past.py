"""The past of a record: any two versions, the whole of it on a day, and what makes no sense."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.portal.test_records import brand


@pytest.fixture
def versions(seen: Any, imported: Any) -> list[int]:
    """Three versions of a brand, oldest first."""
    from apps.brands.models import Brand
    from apps.brands.services import catalogue

    row = brand()
    catalogue.update_brand(row.pk, values={"display_name": "Second"})
    catalogue.update_brand(row.pk, values={"display_name": "Third"})
    past: Any = Brand.history.model.objects
    return list(past.filter(id=row.pk).order_by("history_id").values_list("history_id", flat=True))


def history(seen: Any, **query: Any) -> str:
    from apps.brands.models import Brand

    pk = Brand.objects.get(source_name__iexact="Bodega Tres Caminos").pk
    return str(seen.get(f"/brands/{pk}/history/", query).content.decode())


def test_any_two_versions_are_compared_in_their_order(seen: Any, versions: list[int]) -> None:
    for older, newer in ((versions[0], versions[1]), (versions[1], versions[0])):
        page = history(seen, older=older, newer=newer)
        assert "<del>Bodega Tres Caminos</del>" in page
        assert "<ins>Second</ins>" in page


def test_a_version_of_another_record_is_refused(seen: Any, versions: list[int]) -> None:
    from apps.brands.models import Brand
    from apps.core.selectors.history import version_of

    other = version_of(Brand, brand("Glen Ardochy").pk)
    assert "not a version of this record" in history(seen, older=versions[0], newer=other)


@pytest.mark.parametrize("word", ["0", "-1", "x", "9" * 40, "²"])
def test_words_that_are_no_versions_are_refused(word: str, seen: Any, versions: list[int]) -> None:
    assert 'role="alert"' in history(seen, older=word, newer=versions[0])


def test_a_version_is_not_compared_with_itself(seen: Any, versions: list[int]) -> None:
    assert "Choose two different versions" in history(seen, older=versions[0], newer=versions[0])


def test_a_record_is_shown_as_it_was(seen: Any, versions: list[int]) -> None:
    from apps.brands.models import Brand

    past: Any = Brand.history.model.objects
    past.filter(history_id=versions[0]).update(history_date=timezone.now() - timedelta(days=10))
    page = history(seen, at=(timezone.localdate() - timedelta(days=5)).isoformat())
    assert "<bdi>Bodega Tres Caminos</bdi>" in page
    assert "Differs from now" in page


def test_the_skus_of_a_day_are_counted_as_they_were(seen: Any, versions: list[int], as_alice: Any) -> None:
    from apps.brands.models import Sku
    from apps.brands.selectors.history import skus_at
    from apps.brands.services import catalogue

    row = brand("Third")
    before = timezone.now()
    assert skus_at(row.pk, before) == 4
    past: Any = Sku.history.model.objects
    past.update(history_date=before - timedelta(days=1))
    catalogue.archive_sku(row.skus.earliest("pk").pk)
    past.filter(history_date__gte=before).update(history_date=before + timedelta(days=2))
    assert skus_at(row.pk, before) == 4
    assert skus_at(row.pk, before + timedelta(days=3)) == 3
    assert skus_at(row.pk, before - timedelta(days=2)) == 0


def test_a_day_to_come_shows_the_record_as_it_is(seen: Any, versions: list[int]) -> None:
    page = history(seen, at=(timezone.localdate() + timedelta(days=400)).isoformat())
    assert "still to come" in page
    assert "<bdi>Third</bdi>" in page


@pytest.mark.parametrize(
    ("day", "said"), [("1999-01-01", "not here on that day"), ("soon", "is no day"), ("2026-02-31", "is no day")]
)
def test_a_day_that_makes_no_sense_is_explained(day: str, said: str, seen: Any, versions: list[int]) -> None:
    assert said in history(seen, at=day)


def test_a_day_asked_for_on_any_tab_leads_to_the_history(seen: Any, versions: list[int]) -> None:
    pk = brand("Third").pk
    answer = seen.get(f"/brands/{pk}/", {"at": "notadate"})
    assert answer["Location"].endswith(f"/brands/{pk}/history/?at=notadate")
    assert "“notadate” is no day." in seen.get(f"/brands/{pk}/history/", {"at": "notadate"}).content.decode()

"""Rows for the API's tests, and callers by the name of their role."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from apps.accounts.selectors import actor_of
from apps.core import context
from tests.clients import KeyClient

Make = Callable[..., KeyClient]


@pytest.fixture
def key(api: Make, alice: Any, acme: Any) -> KeyClient:
    """Alice's key, which may do all in Acme."""
    return api(alice, acme)


@pytest.fixture
def looker(api: Make, vera: Any, acme: Any) -> KeyClient:
    """Vera's key, who may only look."""
    return api(vera, acme)


@pytest.fixture
def next_door(api: Make, mallory: Any, globex: Any) -> KeyClient:
    """Mallory's key for Globex."""
    return api(mallory, globex)


@pytest.fixture
def own_media(settings: Any, tmp_path: Any) -> Any:
    """A folder of its own for uploads and exports."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def catalogue(in_acme: Any, alice: Any) -> Iterator[Any]:
    """`catalogue(7)` makes seven brands with a SKU each in Acme: dates and counts with ties and gaps."""

    def make(number: int = 3, **fields: Any) -> list[Any]:
        from apps.brands.models import Brand, Sku
        from apps.core.choices import ChangeKind
        from apps.core.derived import refresh
        from apps.core.services.changes import change_set

        connection.set_tenant(in_acme)
        actor = actor_of(alice, in_acme)
        with context.acting(actor=actor), change_set(ChangeKind.FORM, "Test rows") as act:
            start = Brand.objects.count()
            brands = [brand(start + n) for n in range(number)]
            for n, one in enumerate(brands):
                Sku.objects.create(**{**sku(start + n, one), **fields})
            refresh(act.pk)
        return brands

    return make


def brand(number: int) -> Any:
    """One brand."""
    from apps.brands.models import Brand

    name = f"Brand {number:03d}"
    return Brand.objects.create(source_name=name.upper(), display_name=name, normal_form=name.upper())


def sku(number: int, owner: Any) -> dict[str, Any]:
    """The columns of a SKU."""
    return {
        "brand": owner,
        "ttb_id": f"24001001{number:06d}",
        "permit": "NY-I-15066" if number % 2 else "CA-I-7",
        "brand_name": owner.source_name,
        "completed_date": None if number % 4 == 0 else date(2024, 1, 1 + number % 3),
        "origin": "51" if number % 2 else "05",
        "class_type": "80",
        "category": "Wine",
        "source": "upload",
    }


def ids(response: Any) -> list[int]:
    """Ids of a page of a list."""
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]

"""A shelf of brands to export and to look for, with everything that is derived from them."""

from contextlib import contextmanager
from typing import Any

from apps.brands.models import Brand, HeldRow, Import, Sku
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.services.changes import change_set
from apps.registry.formats.names import normal_form
from tests.factories.catalogue import make_sku


@contextmanager
def act() -> Any:
    """A change set after which derived tables are up to date."""
    with change_set(ChangeKind.FORM, "Shelf") as row:
        yield row
        refresh(row.pk)


def put(name: str, *skus: dict[str, Any], **fields: Any) -> Brand:
    """A brand with these SKUs, or with one."""
    with act():
        return _put(name, *skus, **fields)


def put_all(*names: str) -> None:
    """Many brands in one act."""
    with act():
        for name in names:
            _put(name)


def _put(name: str, *skus: dict[str, Any], **fields: Any) -> Brand:
    values = {"display_name": name, "normal_form": normal_form(name), **fields}
    brand = Brand.objects.create(source_name=name, **values)
    for sku in skus or ({},):
        make_sku(brand, **{"brand_name": name, **sku})
    return brand


def put_sku(brand: Brand, **fields: Any) -> Sku:
    """One more SKU."""
    with act():
        return make_sku(brand, brand_name=fields.pop("brand_name", brand.source_name), **fields)


def hold(row: int, raw: dict[str, Any], *, run: Import | None = None, **fields: Any) -> HeldRow:
    """A quarantined row of an import."""
    run = run or Import.objects.create(name="cola.csv", source="upload")
    values = {"outcome": "quarantined", "reasons": ["bad_date"], "suggestion": "", **fields}
    return HeldRow.objects.create(run=run, row=row, raw=raw, **values)

"""Brands, SKUs and permits, made inside the open change set or one of their own."""

from datetime import date
from itertools import count
from typing import Any

from apps.brands.choices import Source
from apps.brands.models import Brand, Permit, Sku
from apps.core.choices import ChangeKind
from apps.core.services.changes import change_set

_numbers = count(1)


def make_brand(name: str = "Château Margaux", **fields: Any) -> Brand:
    """A brand by its name."""
    values = {"source_name": name, "display_name": name, "normal_form": name.upper(), **fields}
    with change_set(ChangeKind.FORM, f"New brand {name}"):
        return Brand.objects.create(**values)


def make_sku(brand: Brand | None = None, **fields: Any) -> Sku:
    """A SKU of a brand; TTB IDs count up."""
    number = next(_numbers)
    values = {
        "ttb_id": f"24{number % 365 + 1:03d}001{number:06d}",
        "permit": "NY-I-15066",
        "brand_name": brand.source_name if brand else "Château Margaux",
        "completed_date": date(2024, 1, 1),
        "origin": "51",
        "class_type": "80",
        "category": "wine",
        "source": Source.UPLOAD,
        **fields,
    }
    with change_set(ChangeKind.FORM, f"New SKU {values['ttb_id']}"):
        return Sku.objects.create(brand=brand or make_brand(), **values)


def make_permit(number: str = "NY-I-15066", **fields: Any) -> Permit:
    """A permit this workspace has met."""
    with change_set(ChangeKind.FORM, f"New permit {number}"):
        return Permit.objects.create(number=number, kind="I", **fields)

"""SKUs. A key of 14 digits is a TTB ID, any other number an id."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.api import examples
from apps.brands.api.records import HOLDER, LINES, RESTORE, STATE, VERSION, Editable, Past, Restoring
from apps.brands.models import Sku
from apps.brands.selectors import records
from apps.brands.selectors.lists import SKUS
from apps.brands.services import catalogue
from apps.brands.services.editing import MOST_LETTERS
from apps.core.rest.docs import (
    DAY,
    ID,
    INTEGER,
    MOMENT,
    ROW,
    component,
    line,
    maybe,
    obj,
    one_of,
    page_of,
    query,
    row_schema,
    widened,
)
from apps.core.rest.views import ListView, describe, record_answer
from apps.registry.formats import codes, tables

LISTED = component("Sku", {**row_schema(SKUS), "example": examples.SKU})
SKU = component(
    "SkuDetail",
    widened(row_schema(SKUS), edited=ROW, version=maybe(INTEGER), filed_date=maybe(DAY), holder=maybe(HOLDER)),
)
CHANGED = obj(
    fanciful_name=maybe(line(MOST_LETTERS)),
    class_type=maybe(one_of(["", *(row["code"] for row in tables.rows("classes"))])),
    origin=maybe(one_of(["", *codes.all_origin_codes()])),
    status=maybe(line(MOST_LETTERS)),
    brand_id=ID,
    example={"fanciful_name": "GRAND VIN", "class_type": "80"},
)
KEY = {"key": {"type": "string", "description": "A TTB ID of 14 digits, or an id."}}
TTB_ID = 14


class SkuList(ListView):
    """COLA records of this workspace. Archived ones are hidden unless asked for."""

    resource = "skus"
    listing = SKUS

    @describe("List SKUs", answer=page_of(LISTED))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)


class SkuDetail(Editable):
    """One SKU with its permit's holder and the day it was filed."""

    resource = "skus"
    keys = KEY

    def find(self, key: str | int) -> dict[str, Any] | None:
        """By TTB ID or id."""
        if isinstance(key, str) and len(key) == TTB_ID:
            return records.sku(ttb_id=key)
        return records.sku(number(key))

    @describe("Show a SKU", answer=SKU)
    def get(self, request: Request, key: str) -> HttpResponse:
        """The SKU."""
        return super().get(request, key)

    @describe("Change a SKU", body=CHANGED, answer=SKU)
    def patch(self, request: Request, key: str) -> HttpResponse:
        """Its fanciful name, class/type, origin, status, or the brand it belongs to."""
        values = self.body(known=tuple(catalogue.SKU_FIELDS))
        return self.act(request, key, catalogue.update_sku, values=values)

    @describe("Archive a SKU", answer=SKU)
    def delete(self, request: Request, key: str) -> HttpResponse:
        """Its brand's figures leave it out; nothing is deleted."""
        return self.act(request, key, catalogue.archive_sku)


class SkuRestore(Restoring):
    """Takes a SKU back from the archive, or back to one of its versions."""

    resource = "skus"
    keys = KEY
    actions = {"POST": "update"}
    model = Sku
    restore = catalogue.restore_sku

    def id_of(self, key: str) -> int:
        """By TTB ID or id."""
        return sku_id(key)

    @describe("Restore a SKU", body=RESTORE, body_needed=False, answer=SKU, errors=("stale", "invalid_value"))
    def create(self, request: Request, key: str) -> HttpResponse:
        """Take it back."""
        return record_answer(request, records.sku(self.do(key)) or {})


class _SkuPast(Past):
    model = Sku
    keys = KEY

    def id_of(self, key: str) -> int:
        """By TTB ID or id."""
        return sku_id(key)


class SkuHistory(_SkuPast):
    """Every version of a SKU with what changed, who did it and why."""

    @describe("List a SKU's versions", answer=page_of(VERSION), params=(query("cursor"),), errors=("bad_cursor",))
    def get(self, request: Request, key: str) -> HttpResponse:
        """Newest first."""
        return self.versions(request, key)


class SkuAsOf(_SkuPast):
    """A SKU as it was."""

    @describe(
        "Show a SKU as it was", answer=STATE, params=(query("at", MOMENT, needed=True),), errors=("invalid_value",)
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        """At a moment."""
        return self.as_of(request, key)


class SkuLineage(_SkuPast):
    """Where each value of a SKU comes from: act, import, file and row."""

    @describe("Show where a SKU's values come from", answer=LINES)
    def get(self, request: Request, key: str) -> HttpResponse:
        """Field by field."""
        return self.lineage(request, key)


def number(key: str | int) -> int:
    """A key as an id; 404 when it is none."""
    if isinstance(key, str) and not (key.isascii() and key.isdigit() and len(key) < 19):  # noqa: PLR2004
        raise Http404
    return int(key)


def sku_id(key: str) -> int:
    """The id of the SKU a key means."""
    rows = Sku.objects.filter(ttb_id=key) if len(key) == TTB_ID else Sku.objects.filter(pk=number(key))
    found: int | None = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found

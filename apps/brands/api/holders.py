"""Importers and all other permit holders. A key of digits is an id, any other a permit number."""

from typing import Any

from django.http import HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from apps.brands.api.uploads import form, one_file
from apps.brands.selectors import records
from apps.brands.selectors.lists import IMPORTERS, PERMITS
from apps.brands.services.permit_lists import load_own_list
from apps.core.rest.docs import (
    DAY,
    FORM,
    INTEGER,
    ROW,
    STRING,
    array,
    component,
    maybe,
    obj,
    page_of,
    row_schema,
    widened,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import BadBody, ListView, Posting, RecordView, describe
from apps.registry.choices import PermitList as Lists

IMPORTER_ROW = row_schema(IMPORTERS, tags=array(STRING))
IMPORTER = component("Importer", IMPORTER_ROW)
PERMIT = component("Permit", row_schema(PERMITS))
SPAN = {
    "first_completed": maybe(DAY),
    "last_completed": maybe(DAY),
    "brands": array(obj(id=INTEGER, display_name=STRING, sku_count=INTEGER)),
}
IMPORTER_DETAIL = component("ImporterDetail", widened(IMPORTER_ROW, **SPAN))
PERMIT_DETAIL = component("PermitDetail", widened(row_schema(PERMITS), **SPAN))
KEY = {"key": {"type": "string", "description": "A permit number, or an id."}}
UPLOAD = obj(
    "file", "list", file={"type": "string", "format": "binary"}, list={"type": "string", "enum": [*Lists.values]}
)


class ImporterList(ListView):
    """Importers in a permit list with at least one SKU here; `all=1` the whole list."""

    resource = "importers"
    listing = IMPORTERS

    @describe("List importers", answer=page_of(IMPORTER))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)


class ImporterDetail(RecordView):
    """One importer with its brands."""

    resource = "importers"
    keys = KEY

    def find(self, key: str) -> dict[str, Any] | None:
        """By permit number or id."""
        return records.importer(int(key)) if is_id(key) else records.importer(permit=key)

    @describe("Show an importer", answer=IMPORTER_DETAIL)
    def get(self, request: Request, key: str) -> HttpResponse:
        """The importer."""
        return super().get(request, key)


class PermitList(ListView, Posting):
    """Permits of every kind met here; `all=1` also those of the public lists that no SKU uses."""

    resource = "permits"
    listing = PERMITS
    parser_classes = [MultiPartParser]

    @describe("List permits", answer=page_of(PERMIT))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Load a permit list of your own", body=UPLOAD, body_type=FORM, answer=ROW, status=201)
    def create(self, request: Request) -> HttpResponse:
        """It overrides the public list row by row, in this workspace only."""
        code = form(request).get("list", "")
        if code not in Lists.values:
            raise BadBody([("list", f"Use one of {', '.join(Lists.values)}.")])
        name, stream = one_file(request)
        return answer(load_own_list(list_code=code, name=name, stream=stream), 201)


class PermitDetail(RecordView):
    """One permit with its holder and brands."""

    resource = "permits"
    keys = KEY

    def find(self, key: str) -> dict[str, Any] | None:
        """By permit number or id."""
        return records.permit(int(key)) if is_id(key) else records.permit(number=key)

    @describe("Show a permit", answer=PERMIT_DETAIL)
    def get(self, request: Request, key: str) -> HttpResponse:
        """The permit."""
        return super().get(request, key)


def is_id(key: str) -> bool:
    """Whether a key is an id: no permit number is of digits alone."""
    return key.isascii() and key.isdigit() and len(key) < 19  # noqa: PLR2004

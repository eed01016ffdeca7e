"""Brands."""

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from apps.brands.api import examples
from apps.brands.api.records import HOLDER, LINES, RESTORE, STATE, VERSION, Editable, Past, Restoring
from apps.brands.blanks import KNOWN
from apps.brands.choices import Blank
from apps.brands.models import Brand
from apps.brands.selectors import records
from apps.brands.selectors.lists import BRANDS
from apps.brands.selectors.merged import merged_into
from apps.brands.services import catalogue
from apps.brands.services.editing import MOST_LETTERS
from apps.core.rest.docs import (
    INTEGER,
    MOMENT,
    ROW,
    STRING,
    address,
    array,
    component,
    maybe,
    obj,
    page_of,
    query,
    row_schema,
    widened,
    words,
)
from apps.core.rest.renderers import answer
from apps.core.rest.views import ListView, Posting, describe, record_answer

SAID = {"type": "string", "enum": Blank.values, "description": "Why there is no website."}
STATES = {"type": "string", "enum": [KNOWN, *Blank.values]}
ROW_OF_LIST = row_schema(BRANDS, origin_names=array(STRING), website_state=STATES, tags=array(STRING))
LISTED = component("Brand", {**ROW_OF_LIST, "example": examples.BRAND})
KIND = obj(class_type=maybe(STRING), class_type_desc=maybe(STRING), category=STRING, sku_count=INTEGER)
BRAND = component(
    "BrandDetail",
    widened(
        ROW_OF_LIST,
        edited=ROW,
        version=maybe(INTEGER),
        holders=array(HOLDER),
        class_types=array(KIND),
        approvals=array(obj(year=INTEGER, sku_count=INTEGER)),
    ),
)
NAME = words(MOST_LETTERS)
WEBSITE = maybe(address())
NEW = obj("name", name=NAME, display_name=maybe(NAME), website=WEBSITE, example={"name": "CHÂTEAU MARGAUX"})
CHANGED = obj(display_name=NAME, website=WEBSITE, website_state=SAID, example={"website": "https://margaux.example/"})


class BrandList(ListView, Posting):
    """Brands of this workspace with what their SKUs say together. Archived ones are hidden unless asked for."""

    resource = "brands"
    listing = BRANDS

    @describe("List brands", answer=page_of(LISTED))
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        """One page."""
        return super().get(request, **kwargs)

    @describe("Make a brand", body=NEW, answer=BRAND, status=201)
    def create(self, request: Request) -> HttpResponse:
        """A brand no record has named yet."""
        values = self.body(known=("name", "display_name", "website"), needed=("name",))
        brand = catalogue.create_brand(**values)
        response = record_answer(request, records.brand(brand.pk) or {}, 201)
        response["Location"] = f"{request.path.rstrip('/')}/{brand.pk}"
        return response


class BrandDetail(Editable):
    """One brand with its importers, class/types and approvals by year."""

    resource = "brands"

    def find(self, key: int) -> dict[str, Any] | None:
        """By id."""
        return records.brand(key)

    @describe("Show a brand", answer=BRAND)
    def get(self, request: Request, key: int) -> HttpResponse:
        """The brand; one that was merged answers 301 with `merged_into`."""
        heir = merged_into(key)
        return super().get(request, key) if heir is None else moved(request, key, heir)

    @describe("Change a brand", body=CHANGED, answer=BRAND)
    def patch(self, request: Request, key: int) -> HttpResponse:
        """Its display name or website; the source's spelling stays."""
        values = self.body(known=tuple(catalogue.BRAND_FIELDS))
        return self.act(request, key, catalogue.update_brand, values=values)

    @describe("Archive a brand", answer=BRAND)
    def delete(self, request: Request, key: int) -> HttpResponse:
        """Its SKUs go with it; nothing is deleted."""
        return self.act(request, key, catalogue.archive_brand)


class BrandRestore(Restoring):
    """Takes a brand back from the archive with the SKUs that went with it, or back to one of its versions."""

    resource = "brands"
    actions = {"POST": "update"}
    model = Brand
    restore = catalogue.restore_brand

    def id_of(self, key: int) -> int:
        """By id."""
        return brand_id(key)

    @describe("Restore a brand", body=RESTORE, body_needed=False, answer=BRAND, errors=("stale",))
    def create(self, request: Request, key: int) -> HttpResponse:
        """Take it back."""
        return record_answer(request, records.brand(self.do(key)) or {})


class _BrandPast(Past):
    model = Brand

    def id_of(self, key: int) -> int:
        """By id."""
        return brand_id(key)


class BrandHistory(_BrandPast):
    """Every version of a brand with what changed, who did it and why."""

    @describe("List a brand's versions", answer=page_of(VERSION), params=(query("cursor"),), errors=("bad_cursor",))
    def get(self, request: Request, key: int) -> HttpResponse:
        """Newest first."""
        return self.versions(request, key)


class BrandAsOf(_BrandPast):
    """A brand as it was."""

    @describe(
        "Show a brand as it was", answer=STATE, params=(query("at", MOMENT, needed=True),), errors=("invalid_value",)
    )
    def get(self, request: Request, key: int) -> HttpResponse:
        """At a moment."""
        return self.as_of(request, key)


class BrandLineage(_BrandPast):
    """Where each value of a brand comes from: act, import, file and row."""

    @describe("Show where a brand's values come from", answer=LINES)
    def get(self, request: Request, key: int) -> HttpResponse:
        """Field by field."""
        return self.lineage(request, key)


def moved(request: Request, key: int, heir: int) -> HttpResponse:
    """301 to the brand that answers for a merged one. Nobody may remember it: a merge can be undone."""
    plain = request._request
    query = f"?{plain.META['QUERY_STRING']}" if plain.META.get("QUERY_STRING") else ""
    address = f"{plain.path.rsplit('/', 1)[0]}/{heir}{query}"
    gone = answer({"id": key, "merged_into": heir, "location": address})
    gone.status_code = 301
    gone.headers["Location"], gone.headers["Cache-Control"] = address, "no-store"
    return gone


def brand_id(key: int) -> int:
    """The id, if there is such a brand."""
    if not Brand.objects.filter(pk=key).exists():
        raise Http404
    return key

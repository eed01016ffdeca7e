"""Facets of brands, SKUs, importers and permits."""

from django.http import HttpResponse
from rest_framework.request import Request

from apps.brands.selectors import lists
from apps.core.rest.docs import ANY, BOOLEAN, INTEGER, ROW, STRING, array, component, obj
from apps.core.rest.views import FacetView, describe

VALUE = obj("value", "count", "query", value=ANY, count=INTEGER, query={**ROW, "description": "The filter it is."})
FACET = component("Facet", obj("name", "values", name=STRING, count_is_exact=BOOLEAN, values=array(VALUE)))
FACETS = obj("results", results=array(FACET))


class BrandFacets(FacetView):
    """Brands by origin, category, importer, year and archive."""

    resource, listing = "brands", lists.BRANDS

    @describe("Tell brands apart", answer=FACETS)
    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """Under the filters of the list."""
        return super().get(request, **kwargs)


class SkuFacets(FacetView):
    """SKUs by origin, category, class/type, permit, year, source and archive."""

    resource, listing = "skus", lists.SKUS

    @describe("Tell SKUs apart", answer=FACETS)
    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """Under the filters of the list."""
        return super().get(request, **kwargs)


class ImporterFacets(FacetView):
    """Importers by state, status, family and list."""

    resource, listing = "importers", lists.IMPORTERS

    @describe("Tell importers apart", answer=FACETS)
    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """Under the filters of the list."""
        return super().get(request, **kwargs)


class PermitFacets(FacetView):
    """Permits by state, status, family and list."""

    resource, listing = "permits", lists.PERMITS

    @describe("Tell permits apart", answer=FACETS)
    def get(self, request: Request, **kwargs: object) -> HttpResponse:
        """Under the filters of the list."""
        return super().get(request, **kwargs)

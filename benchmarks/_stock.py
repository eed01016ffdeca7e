"""The same list as most would write it: ModelViewSet, ModelSerializer, django-filter. Same sign-in, same checks."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import include, path
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import filters, pagination, renderers, serializers, viewsets

from apps.brands.models import Brand
from apps.core.rest.permissions import WorkspacePermission


class BrandSerializer(serializers.ModelSerializer[Brand]):
    aliases = serializers.ListField(source="summary.aliases")
    permits = serializers.ListField(source="summary.permits")
    importers = serializers.ListField(source="summary.importers")
    origins = serializers.ListField(source="summary.origins")
    categories = serializers.ListField(source="summary.categories")
    sku_count = serializers.IntegerField(source="summary.sku_count")
    first_completed = serializers.DateField(source="summary.first_completed")
    last_completed = serializers.DateField(source="summary.last_completed")

    class Meta:
        model = Brand
        fields = (
            "id", "display_name", "source_name", "normal_form", "aliases", "website", "permits", "importers",
            "origins", "categories", "sku_count", "first_completed", "last_completed", "archived_at", "merged_into_id",
        )  # fmt: skip


class BrandFilter(django_filters.FilterSet):
    origin = django_filters.CharFilter(method="by_origin")
    category = django_filters.CharFilter(method="by_category")
    sku_count_min = django_filters.NumberFilter("summary__sku_count", "gte")
    sku_count_max = django_filters.NumberFilter("summary__sku_count", "lte")
    last_completed_from = django_filters.DateFilter("summary__last_completed", "gte")
    last_completed_to = django_filters.DateFilter("summary__last_completed", "lte")

    class Meta:
        model = Brand
        fields: ClassVar[list[str]] = ["normal_form", "website"]

    def by_origin(self, queryset: QuerySet[Brand], _name: str, value: str) -> QuerySet[Brand]:
        return queryset.filter(summary__origins__contains=[value])

    def by_category(self, queryset: QuerySet[Brand], _name: str, value: str) -> QuerySet[Brand]:
        return queryset.filter(summary__categories__contains=[value])


class Numbered(pagination.PageNumberPagination):
    page_size = 50


class ByCursor(pagination.CursorPagination):
    page_size = 50
    ordering = ("display_name", "id")


class Numbers(viewsets.ModelViewSet[Brand]):
    resource = "brands"
    actions: ClassVar[dict[str, str]] = {}
    queryset = Brand.objects.filter(archived_at=None).select_related("summary").order_by("id")
    serializer_class = BrandSerializer
    pagination_class: Any = Numbered
    filter_backends = [DjangoFilterBackend]
    filterset_class = BrandFilter
    permission_classes = [WorkspacePermission]
    renderer_classes = [renderers.JSONRenderer]


class Searched(Numbers):
    filter_backends = [DjangoFilterBackend, filters.SearchFilter]
    search_fields = ("display_name",)


class Cursors(Numbers):
    pagination_class = ByCursor


urlpatterns = [
    path("stock/numbers", Numbers.as_view({"get": "list"})),
    path("stock/searched", Searched.as_view({"get": "list"})),
    path("stock/cursors", Cursors.as_view({"get": "list"})),
    path("", include("config.urls.tenant")),
]

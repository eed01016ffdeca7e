"""The API, version 1: each app's endpoints under one root."""

from django.urls import include, path, re_path

from apps.core.rest import pages

urlpatterns = [
    path("", include("apps.brands.api.urls")),
    path("", include("apps.consolidation.api.urls")),
    path("", include("apps.accounts.api.urls")),
    path("", include("apps.core.api.urls")),
    path("openapi.json", pages.DescriptionJson.as_view(), name="openapi-json"),
    path("openapi.yaml", pages.DescriptionYaml.as_view(), name="openapi"),
    path("docs", pages.TryIt.as_view(url_name="openapi"), name="api-docs"),
    re_path(r"", pages.nothing_here),
]

"""Addresses inside a workspace."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("api/v1/", include("config.urls.api_v1")),
    path("", include("apps.portal.urls")),
]

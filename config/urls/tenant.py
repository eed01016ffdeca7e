"""Addresses inside a workspace."""

from django.urls import include, path

from apps.portal.urls import HANDLERS

urlpatterns = [
    path("accounts/", include("apps.accounts.urls")),
    path("api/v1/", include("config.urls.api_v1")),
    path("", include("apps.portal.urls")),
]
handler400, handler403, handler404, handler500 = HANDLERS

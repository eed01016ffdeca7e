"""Addresses outside any workspace: sign-in, choice of workspace, staff admin."""

from django.contrib import admin
from django.urls import include, path

from apps.portal.urls import HANDLERS, public_urlpatterns

urlpatterns = [
    path("accounts/", include("apps.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include((public_urlpatterns, "portal"))),
]
handler400, handler403, handler404, handler500 = HANDLERS

"""Pages outside any workspace."""

from django.urls import path

from apps.portal.views import doors

app_name = "portal"
urlpatterns = [
    path("", doors.Doors.as_view(), name="home"),
    path("preferences/", doors.Preferences.as_view(), name="preferences"),
]

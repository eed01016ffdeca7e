"""The public registry for the platform's staff: service importers, and what was loaded."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from apps.registry.models import ServiceImporter, Slice


@admin.register(ServiceImporter)
class ServiceImporterAdmin(ModelAdmin):
    """Rules that tell a service importer: its permits are no evidence of one brand."""

    list_display = ("family", "kind", "value")
    list_filter = ("kind",)
    search_fields = ("family", "value")


@admin.register(Slice)
class SliceAdmin(ModelAdmin):
    """Files and feeds that were loaded."""

    list_display = ("name", "kind", "list_code", "size", "loaded_at")
    list_filter = ("kind", "list_code")
    search_fields = ("name", "sha256")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Loaded by commands."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was loaded stays as it was."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Records point here."""
        return False

"""People for the platform's staff: who they are, where they belong, what keys exist. Secrets are never shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from apps.accounts.models import ApiKey, Membership, User


class Looked(ModelAdmin):
    """Neither added nor deleted from here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Commands and workspace admins add."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deactivate instead: history names people."""
        return False


@admin.register(User)
class UserAdmin(Looked):
    """Name, and whether they may sign in; rights come from memberships."""

    list_display = ("email", "name", "is_active", "is_staff", "last_login", "created_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "language", "time_zone", "last_login", "created_at")
    readonly_fields = ("email", "is_staff", "last_login", "created_at")


@admin.register(Membership)
class MembershipAdmin(Looked):
    """Who belongs where; suspended or not is the workspace admin's to say."""

    list_display = ("user", "workspace", "role", "suspended_at", "created_at")
    list_filter = ("role",)
    search_fields = ("user__email", "workspace__slug")
    list_select_related = ("user", "workspace")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not from here."""
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(Looked):
    """Which keys exist and when they were last used."""

    list_display = ("prefix", "user", "workspace", "name", "last_used_at", "expires_at", "revoked_at")
    search_fields = ("prefix", "user__email", "workspace__slug")
    list_select_related = ("user", "workspace")
    fields = ("prefix", "user", "workspace", "name", "scopes", "tier", "last_used_at", "expires_at", "revoked_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not from here."""
        return False

"""Workspaces for the platform's staff: how big, how lively, suspend and resume. Nothing inside is shown."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from apps.tenants.models import Domain, Workspace
from apps.tenants.overview import HEALTH, TONES, health_of, jobs_of, look_inside, measured
from apps.tenants.services.workspaces import resume, suspend


class Overview(ChangeList):
    """A page of workspaces, each with what its own schema says: one more query for the whole page."""

    def get_results(self, request: HttpRequest) -> None:
        """As usual, then the rest."""
        super().get_results(request)
        look_inside(self.result_list)


class ReadOnly(ModelAdmin):
    """Looked at, never edited by hand: schemas and people depend on it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made by a command, with its schema."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only by the actions."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never from here."""
        return False


@admin.register(Workspace)
class WorkspaceAdmin(ReadOnly):
    """All workspaces, the last active first."""

    list_display = ("name", "slug", "state", "health", "people", "size", "imported", "jobs", "active_at", "created_at")
    list_filter = ("state", "is_sample")
    search_fields = ("name", "slug")
    actions: ClassVar[list[str]] = ["suspend_chosen", "resume_chosen"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workspace]:
        """With size and members, by two subqueries for the whole page."""
        return measured(super().get_queryset(request).exclude(schema_name="public"))

    @admin.display(description=_("Size"), ordering="bytes")
    def size(self, row: Any) -> str:
        """Tables and indexes of its schema."""
        return filesizeformat(row.bytes)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """With what the schemas say."""
        return Overview

    @admin.display(description=_("Last import"))
    def imported(self, row: Any) -> Any:
        """When one was last finished."""
        return row.inside.imported_at if row.inside else None

    @admin.display(description=_("Jobs"))
    def jobs(self, row: Any) -> str:
        """Open, and failed within a week."""
        return jobs_of(row.inside)

    @display(description=_("Health"), label=TONES)
    def health(self, row: Any) -> tuple[str, Any]:
        """In one word: what is wrong first, if anything is."""
        word = health_of(row, row.inside)
        return word, HEALTH[word]

    @admin.display(description=_("Members"), ordering="members")
    def people(self, row: Any) -> int:
        """Active memberships."""
        return int(row.members)

    @admin.action(description=_("Suspend: nobody can enter until it is resumed"))
    def suspend_chosen(self, request: HttpRequest, rows: QuerySet[Workspace]) -> None:
        """By the service, one by one."""
        for room in rows:
            suspend(room)
        self.message_user(request, _("Suspended."), messages.SUCCESS)

    @admin.action(description=_("Resume"))
    def resume_chosen(self, request: HttpRequest, rows: QuerySet[Workspace]) -> None:
        """By the service, one by one."""
        for room in rows:
            resume(room)
        self.message_user(request, _("Resumed."), messages.SUCCESS)


@admin.register(Domain)
class DomainAdmin(ReadOnly):
    """Host names of workspaces."""

    list_display = ("domain", "tenant", "is_primary")
    search_fields = ("domain",)

"""The public registry for the platform's staff: service importers, and what was loaded."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from apps.core.services.storage import UploadRefused
from apps.registry.choices import PermitList
from apps.registry.models import ServiceImporter, Slice
from apps.registry.services.permits import rename_families
from apps.registry.services.uploads import start_load


@admin.register(ServiceImporter)
class ServiceImporterAdmin(ModelAdmin):
    """Rules that tell a service importer: its permits are no evidence of one brand."""

    list_display = ("family", "kind", "value")
    list_filter = ("kind",)
    search_fields = ("family", "value")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A rule that changed names the holders' families anew."""
        super().save_model(request, obj, form, change)
        rename_families()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """As when one is changed."""
        super().delete_model(request, obj)
        rename_families()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """As when one is changed."""
        super().delete_queryset(request, queryset)
        rename_families()


class LoadForm(forms.ModelForm):  # type: ignore[type-arg]
    """A file for the public registry: COLA records, or a permit list of the kind chosen."""

    file = forms.FileField(label=_("File"), help_text=_("CSV, XLSX, JSON lines, or a gzip or zip of them"))
    list_code = forms.ChoiceField(
        label=_("What it is"), required=False, choices=[("", _("COLA records")), *PermitList.choices]
    )

    class Meta:
        model = Slice
        fields = ("list_code",)


@admin.register(Slice)
class SliceAdmin(ModelAdmin):
    """Files and feeds that were loaded; adding one loads it in the background."""

    list_display = ("name", "kind", "list_code", "size", "loaded_at")
    list_filter = ("kind", "list_code")
    search_fields = ("name", "sha256")
    form = LoadForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand the file to the workers: the load itself makes the slice."""
        upload = form.cleaned_data["file"]
        try:
            job = start_load(name=upload.name, stream=upload.file, list_code=form.cleaned_data["list_code"])
        except UploadRefused as error:
            messages.error(request, f"{error.message} {error.hint}")
            return
        messages.info(request, _("Job %(id)s loads the file; it appears here when it is done.") % {"id": job.pk})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing was added yet."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Back to the list, with the job's number said."""
        return self.response_post_save_add(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was loaded stays as it was."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Records point here."""
        return False

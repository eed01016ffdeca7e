"""The menu of the staff admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _


def icon(request: HttpRequest) -> str:
    """The mark of the portal."""
    return static("mark.svg")


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Workspaces, people, registry; the rest of Django's tables stays out of sight."""
    groups = {
        _("Workspaces"): {_("Workspaces"): "tenants_workspace", _("Host names"): "tenants_domain"},
        _("People"): {
            _("People"): "accounts_user",
            _("Memberships"): "accounts_membership",
            _("API keys"): "accounts_apikey",
        },
        _("Registry"): {_("Service importers"): "registry_serviceimporter", _("Loaded files"): "registry_slice"},
    }
    return [
        {"title": title, "items": [{"title": t, "link": reverse(f"admin:{n}_changelist")} for t, n in items.items()]}
        for title, items in groups.items()
    ]

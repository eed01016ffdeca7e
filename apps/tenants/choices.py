"""Words stored about workspaces."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkspaceState(models.TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")

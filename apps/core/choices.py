"""Words stored by the kernel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("Pending")
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Pace(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class ChangeKind(models.TextChoices):
    FORM = "form", _("Edit")
    BULK = "bulk", _("Bulk edit")
    IMPORT = "import", _("Import")
    FILL = "fill", _("Registry update")
    READMIT = "readmit", _("Re-admission")
    PERMITS = "permits", _("Permit list")
    MERGE = "merge", _("Merge")
    RESTORE = "restore", _("Restore")
    UNDO = "undo", _("Undo")

"""Words stored about brands, SKUs and imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    UPLOAD = "upload", _("Own upload")
    REGISTRY = "registry", _("Registry")


class Outcome(models.TextChoices):
    NEW = "new", _("New")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Duplicate")
    QUARANTINED = "quarantined", _("Quarantined")
    CONFLICTING = "conflicting", _("Conflicting")


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    GATED = "gated", _("Stopped by the gate")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class HeldState(models.TextChoices):
    OPEN = "open", _("Waiting")
    READMITTED = "readmitted", _("Re-admitted")
    DISMISSED = "dismissed", _("Dismissed")


class ExportState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class NameKind(models.TextChoices):
    BRAND = "brand", _("Brand")
    ALIAS = "alias", _("Other spelling of a brand")
    FANCIFUL = "fanciful", _("Fanciful name")


class Colour(models.TextChoices):
    """Colours of tags: words, drawn from the style's own tokens, readable in both themes."""

    GREY = "grey", _("Grey")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    YELLOW = "yellow", _("Yellow")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    VIOLET = "violet", _("Violet")
    PINK = "pink", _("Pink")


class ListKind(models.TextChoices):
    BRANDS = "brands", _("Brands")
    IMPORTERS = "importers", _("Importers")


class Blank(models.TextChoices):
    """Why a field has no value. Nobody has looked, somebody looked and found nothing, there is none, or it is not told."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    MISSING = "missing", _("Unknown: looked for, not found")
    EMPTY = "empty", _("Known: there is none")
    WITHHELD = "withheld", _("Withheld: known to others, not told")


class BulkWord(models.TextChoices):
    EDIT = "edit", _("Edit")
    TAG = "tag", _("Tag")
    UNTAG = "untag", _("Remove a tag")
    ADD = "add_to_list", _("Add to a list")
    REMOVE = "remove_from_list", _("Remove from a list")
    ARCHIVE = "archive", _("Archive")
    RESTORE = "restore", _("Restore")


class BulkState(models.TextChoices):
    PREVIEWED = "previewed", _("Previewed")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")

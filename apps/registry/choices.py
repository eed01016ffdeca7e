"""Words stored about the public registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PermitList(models.TextChoices):
    IMPORTER = "importer", _("Importers")
    SPIRITS = "spirits", _("Spirits producers and bottlers")
    WINE = "wine", _("Wine producers and blenders")
    WHOLESALER = "wholesaler", _("Wholesalers")
    PUERTO_RICO = "puerto_rico", _("Puerto Rico")


class HolderStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    LAPSED = "lapsed", _("Lapsed")


class SliceKind(models.TextChoices):
    COLAS = "colas", _("COLA records")
    PERMITS = "permits", _("Permit list")

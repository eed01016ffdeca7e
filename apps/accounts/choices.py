"""Words stored about people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    ANALYST = "analyst", _("Analyst")
    VIEWER = "viewer", _("Viewer")


class Theme(models.TextChoices):
    """Colours of the pages."""

    SYSTEM = "system", _("As this device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    """Height of rows."""

    DENSE = "dense", _("Dense")
    ROOMY = "roomy", _("Roomy")


class Keys(models.TextChoices):
    """Single-key shortcuts."""

    ON = "on", _("On")
    OFF = "off", _("Off")


PAGE_SIZES = (25, 50, 100)

"""Workspaces and the addresses they answer at. Public schema."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django_tenants.models import DomainMixin, TenantMixin

from apps.tenants.choices import WorkspaceState

SLUG = RegexValidator(
    r"^[a-z][a-z0-9-]{0,38}[a-z0-9]\Z", "Use 2 to 40 small letters, digits or hyphens, a letter first."
)


class Workspace(TenantMixin):
    """One customer's room: a schema of its own, found by slug or host."""

    objects: ClassVar[models.Manager["Workspace"]] = models.Manager()

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=WorkspaceState, default=WorkspaceState.ACTIVE)
    fingerprint = models.CharField(max_length=64, blank=True)
    accent = models.CharField(max_length=7, blank=True, default="")
    logo = models.CharField(max_length=300, blank=True, default="")
    logo_kind = models.CharField(max_length=20, blank=True, default="")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    active_at = models.DateTimeField(null=True)

    auto_create_schema = False
    auto_drop_schema = False

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A host name of a workspace."""

    def __str__(self) -> str:
        return str(self.domain)


class SchemaTemplate(models.Model):
    """SQL that brings a workspace's schema from one set of migrations to another, kept to be replayed."""

    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    sql = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="template_once")]

    def __str__(self) -> str:
        return f"{self.before[:8]} to {self.after[:8]}"

"""Acts on many rows at once: what was previewed, what was done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apps.brands.choices import BulkState, BulkWord


class BulkAct(models.Model):
    """One act on many rows, from its preview on. `ids` are the rows it will change, `seen` the version of each in
    the preview (PostgreSQL's own mark of a row's version; empty for importers, which nobody edits)."""

    resource = models.CharField(max_length=20)
    act = models.CharField(max_length=20, choices=BulkWord)
    values = models.JSONField(default=dict)
    filter = models.JSONField(null=True)
    ids = ArrayField(models.BigIntegerField())
    seen = ArrayField(models.BigIntegerField())
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=BulkState, default=BulkState.PREVIEWED)
    preview = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    change_set_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.act} {self.resource}"

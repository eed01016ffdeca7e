"""Merges: what went into what, and what followed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from apps.consolidation.choices import Relation


class Merge(models.Model):
    """One merge. It stands until its change set is undone. `scan_id` is the scan that did it without a person.

    `fields`: per field of the survivor {value, brand_id, rule}, where it came from and why. `moved`: rows that
    followed, by kind. `stayed`: rows whose twin the survivor had already.
    """

    change_set_id = models.BigIntegerField(unique=True)
    relation = models.TextField(choices=Relation)
    survivor_id = models.BigIntegerField()
    absorbed_ids = ArrayField(models.BigIntegerField())
    names = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    stayed = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    proposal_id = models.BigIntegerField(null=True, db_index=True)
    scan_id = models.BigIntegerField(null=True)
    is_automatic = models.BooleanField(default=False)
    probability = models.FloatField(null=True)
    audit = models.BooleanField(null=True)
    to_audit = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["survivor_id"], name="merge_by_survivor"),
            GinIndex(fields=["absorbed_ids"], name="merge_by_absorbed"),
            models.Index(fields=["scan_id"], name="merge_by_scan", condition=models.Q(scan_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_ids} → {self.survivor_id}"

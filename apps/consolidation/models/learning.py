"""What was learnt from the decisions of this workspace, and which model its scans use."""

from django.db import models
from django.db.models.functions import Now

from apps.consolidation.choices import VersionState
from apps.core.tracking import TrackedHistory


class ModelVersion(models.Model):
    """One round of learning: a model fitted to people's decisions, and how it did on decisions held back from it.

    `tuning`: {factors: {kind of reason: factor}, shift}. `model` is the whole model as plain data. `before` and `after`
    measure the model that was in use (`against_id`, None for the shipped one) and this one, on the decisions held back.
    """

    state = models.TextField(choices=VersionState, default=VersionState.QUEUED)
    decisions = models.IntegerField(default=0)
    learnt_from = models.IntegerField(default=0)
    held_back = models.IntegerField(default=0)
    training_set = models.TextField(blank=True)
    tuning = models.JSONField(default=dict)
    model = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    is_better = models.BooleanField(null=True)
    against_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"model version {self.pk}"


class ModelChoice(models.Model):
    """Somebody chose the model that scans use; the newest choice holds. No version: the model that ships.

    Tracked, so that a choice is an act like any other: its undo puts the model before it back in use.
    """

    version_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    history = TrackedHistory()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"model version {self.version_id or 'shipped'}"

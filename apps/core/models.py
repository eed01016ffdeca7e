"""What the kernel keeps.

Every table here lives in the public schema and in each workspace's own, except `Delivery`,
which is in public alone so that one sweep sees the work of all workspaces.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Now

from apps.core.choices import ChangeKind, DeliveryState, JobState


class ChangeSet(models.Model):
    """One act: who did what, why, when and from where. History rows of the act point here. `about` is the summary
    as data (`core.sentences`), so that it can be said in any language."""

    kind = models.CharField(max_length=20, choices=ChangeKind)
    summary = models.CharField(max_length=300)
    about = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)
    request_id = models.CharField(max_length=64, blank=True)
    job_id = models.BigIntegerField(null=True)
    undoes_id = models.BigIntegerField(null=True, db_index=True)
    undone_by_id = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"#{self.pk} {self.summary}"


class DataVersion(models.Model):
    """One row: a word that every act renews just before it commits. Counts are remembered under it."""

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)


TRANSACTION = Cast(models.Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField())


class Event(models.Model):
    """A fact that has happened, written in the transaction that made it true.

    Numbers are given before commit, so a smaller `id` can be seen later than a greater one: whoever asks what is new
    goes by `xact`, the transaction's own number (see `selectors.events`).
    """

    name = models.CharField(max_length=60, db_index=True)
    payload = models.JSONField()
    change_set_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20)
    occurred_at = models.DateTimeField(db_default=Now())
    xact = models.BigIntegerField(db_default=Cast(TRANSACTION, models.BigIntegerField()), db_index=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Receipt(models.Model):
    """Proof that a handler has done its work for an event: inserted in the handler's transaction."""

    event_schema = models.CharField(max_length=63)
    event_id = models.BigIntegerField()
    handler = models.CharField(max_length=120)
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "handler", "event_schema"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} of event {self.event_id}"


class Delivery(models.Model):
    """Work to hand over after commit: an event for one handler, or a job. Public schema only."""

    schema = models.CharField(max_length=63)
    event_schema = models.CharField(max_length=63, blank=True)
    event_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    handler = models.CharField(max_length=120)
    queue = models.CharField(max_length=20, default="default")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schema", "event_schema", "event_id", "handler"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["touched_at"], name="delivery_open", condition=models.Q(state__in=["pending", "started"])
            ),
            models.Index(fields=["schema", "job_id"], name="delivery_job"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} in {self.schema}: {self.state}"


class Job(models.Model):
    """Work that takes longer than a request: what, how far, how it ended, and how to stop it."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    log = ArrayField(models.TextField(), default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["state", "-id"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen unless someone retries it."""
        return self.state in {JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED}


class IdempotentAnswer(models.Model):
    """The first answer to a request that carried an Idempotency-Key, replayed for 24 hours."""

    key = models.CharField(max_length=200)
    actor_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="idempotent_once")]

    def __str__(self) -> str:
        return self.key

"""What came in, how each row ended, and what waits for a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apps.brands.choices import ExportState, HeldState, ImportState, Outcome, Source


class Subscription(models.Model):
    """A part of the public registry this workspace follows. `watermark` is the last `seq` taken in."""

    name = models.CharField(max_length=120)
    filter = models.JSONField(default=dict)
    watermark = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    actor_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    filled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One run of the pipeline, from files, from the registry or from corrected rows."""

    name = models.CharField(max_length=300)
    source = models.TextField(choices=Source)
    state = models.TextField(choices=ImportState, default=ImportState.UPLOADED)
    mapping = models.JSONField(default=dict)
    gate_percent = models.FloatField(null=True)
    report = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    change_set_id = models.BigIntegerField(null=True, db_index=True)
    job_id = models.BigIntegerField(null=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.SET_NULL, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="corrections")
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class ImportFile(models.Model):
    """A stored upload; `path` is blank once it was cleared away. Rows of several files are numbered on: a file's rows
    begin after `offset`."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    position = models.SmallIntegerField()
    name = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    offset = models.IntegerField(default=0)

    class Meta:
        ordering = ("run", "position")

    def __str__(self) -> str:
        return self.name


class Pile(models.Model):
    """Row numbers and TTB IDs of one outcome (or warning) of an import, in chunks, to page through."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="piles")
    outcome = models.TextField(choices=Outcome)
    warning = models.TextField(blank=True)
    chunk = models.IntegerField()
    rows = ArrayField(models.IntegerField())
    ttb_ids = ArrayField(models.TextField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "outcome", "warning", "chunk"], name="pile_once")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.chunk}"


class HeldRow(models.Model):
    """A row that did not enter: quarantined, or in conflict. `raw` is the row as it came."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="held")
    row = models.IntegerField()
    outcome = models.TextField(choices=Outcome)
    reasons = ArrayField(models.TextField())
    suggestion = models.TextField(blank=True)
    raw = models.JSONField()
    current = models.JSONField(null=True)
    ttb_id = models.TextField(null=True)
    state = models.TextField(choices=HeldState, default=HeldState.OPEN)
    settled_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("run", "row")
        indexes = [
            models.Index(fields=["run", "outcome", "row"], name="held_by_run"),
            models.Index(fields=["state", "outcome"], name="held_by_state"),
        ]

    def __str__(self) -> str:
        return f"row {self.row}"


class BridgeFinding(models.Model):
    """An import's record that would have joined two existing brands. Kept for consolidation."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="bridges")
    normal_form = models.TextField()
    brand_ids = ArrayField(models.BigIntegerField())
    chosen_id = models.BigIntegerField()
    ttb_ids = ArrayField(models.TextField())
    evidence = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.normal_form


class Export(models.Model):
    """A file made from a list: what was asked, when, and until when its link works."""

    resource = models.CharField(max_length=20)
    format = models.CharField(max_length=10)
    filter = models.JSONField(default=dict)
    fields = ArrayField(models.TextField(), default=list)
    sort = models.CharField(max_length=60, blank=True)
    state = models.TextField(choices=ExportState, default=ExportState.QUEUED)
    path = models.CharField(max_length=300, blank=True)
    rows = models.BigIntegerField(null=True)
    size = models.BigIntegerField(null=True)
    error = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.resource}.{self.format}"

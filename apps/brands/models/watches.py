"""What a person watches: a brand, SKU or importer. A person's setting, not record data: it is not tracked."""

from django.db import models
from django.db.models.functions import Now

from apps.core.choices import Pace


class RecordWatch(models.Model):
    """One record that somebody wants to be told about. A merged brand is watched in its heir, as long as that stands.

    `seen` is the database's snapshot of the last look: what it did not show is news. `last` is what was told last,
    as notices keep it.
    """

    user_id = models.BigIntegerField()
    resource = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    seen = models.TextField()
    looked_at = models.DateTimeField(db_default=Now())
    last = models.JSONField(default=dict)
    last_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "resource", "record_id"], name="record_watch_once")]

    def __str__(self) -> str:
        return f"{self.resource} {self.record_id} for {self.user_id}"

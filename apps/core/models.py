"""What the kernel keeps.

Every table here lives in the public schema and in each workspace's own, except `Delivery`,
which is in public alone so that one sweep sees the work of all workspaces.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Now

from apps.core.choices import ChangeKind, DeliveryState, JobState, Pace


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


class ListPreference(models.Model):
    """How a person likes one list: which columns in which order, how dense, how many rows."""

    user_id = models.BigIntegerField()
    resource = models.CharField(max_length=40)
    columns = ArrayField(models.CharField(max_length=40), default=list)
    density = models.CharField(max_length=10, blank=True)
    size = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "resource"], name="list_preference_once")]

    def __str__(self) -> str:
        return f"{self.resource} of {self.user_id}"


class Paste(models.Model):
    """Values somebody pasted to narrow a list by: too many for an address, so kept for a while under their hash."""

    key = models.CharField(max_length=32, primary_key=True)
    values = ArrayField(models.TextField())
    used_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.key}: {len(self.values)} values"


class SavedView(models.Model):
    """A list with its filters, order and columns under a name. `query` is the list's address as keys with values.

    Private to its owner, or shared with the workspace; `default_for` are the roles whose list opens so.
    """

    resource = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    query = models.JSONField(default=dict)
    is_shared = models.BooleanField(default=False)
    default_for = ArrayField(models.CharField(max_length=10), default=list)
    owner_id = models.BigIntegerField()
    owner_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["resource", "name"], name="saved_view_by_list")]

    def __str__(self) -> str:
        return self.name


class ViewWatch(models.Model):
    """What a view is to one person: pinned to the rail, watched for new rows, and when it was last looked at.

    `rows` is how many rows it had when it was last looked at for an alert, None until then. `ids` are those rows
    where they were few; of a longer view `newest` is the highest id there was. `pace` is how often the person wants to
    be told; `checked_at` is when the rows were last looked at for that.
    """

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="watches")
    user_id = models.BigIntegerField()
    is_pinned = models.BooleanField(default=False)
    is_watched = models.BooleanField(default=False)
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.AT_ONCE)
    checked_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(null=True)
    ids = ArrayField(models.BigIntegerField(), null=True)
    newest = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "user_id"], name="view_watch_once")]
        indexes = [models.Index(fields=["user_id"], name="view_watch_by_user")]

    def __str__(self) -> str:
        return f"{self.view_id} for {self.user_id}"


class Notification(models.Model):
    """A word to one person: what happened and where to look (a path inside the workspace)."""

    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "-id"], name="notification_by_user")]

    def __str__(self) -> str:
        return self.title


class NoticeChoice(models.Model):
    """Kinds of notifications a person switched off here. Who never chose, and every kind not named, is told."""

    user_id = models.BigIntegerField(unique=True)
    off = ArrayField(models.CharField(max_length=40), default=list)

    def __str__(self) -> str:
        return f"{self.user_id} without {', '.join(self.off)}"


class RecentSearch(models.Model):
    """What a person looked for lately, the newest few."""

    user_id = models.BigIntegerField()
    text = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "text"], name="recent_search_once")]

    def __str__(self) -> str:
        return self.text

"""What was found and waits for a person, what people said, and what they wrote to each other about it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.consolidation.choices import ProposalState, Relation, ScanState, Verdict

WAITS = Q(state__in=["open", "skipped"])


class Scan(models.Model):
    """One look at all brands, or at those changed since the last one. `upto` is the last change set it saw, `unended` those
    before it that had not ended, `version_id` the model it judged with (None: the one that ships)."""

    is_full = models.BooleanField(default=True)
    state = models.TextField(choices=ScanState, default=ScanState.QUEUED)
    upto = models.BigIntegerField(default=0)
    unended = ArrayField(models.BigIntegerField(), default=list)
    compared = models.IntegerField(default=0)
    changed = models.IntegerField(null=True)
    candidates = models.BigIntegerField(default=0)
    pairs = models.IntegerField(default=0)
    by_relation = models.JSONField(default=dict)
    proposals_new = models.IntegerField(default=0)
    merged = models.IntegerField(default=0)
    seconds = models.FloatField(null=True)
    version_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"scan {self.pk}"


class Proposal(models.Model):
    """A finding about two or more brands. `key` is its relation and the ids of its members in order: the same finding
    is proposed once.

    `pairs` holds the engine's findings: {a, b, relation, relation_probability, probability, reasons}; `compared` what
    was compared, for learning: {key, rows: [[a, b, features]]}. For a product filed as a brand, `survivor_id` is its
    parent. `approvals`: {user_id, name, survivor_id, choices, relation, reason} of those who have approved so far.

    `route_id` is the queue it stands in (None: no route took it), `for_role` the role it is for where it is for no one
    person, `stand_in_for_id` whose it would be if they were not away. `waits_since` is when it began to wait, the last
    time; `remind_at` and `escalate_at` are when that is due, None once it was done. `overtaken_by_id` is the merge that
    took one of its brands away while it waited.
    """

    key = models.TextField(unique=True)
    relation = models.TextField(choices=Relation)
    member_ids = ArrayField(models.BigIntegerField())
    survivor_id = models.BigIntegerField(null=True)
    probability = models.FloatField()
    relation_probability = models.FloatField()
    weakest = models.JSONField(default=dict)
    pairs = models.JSONField(default=list)
    compared = models.JSONField(default=dict)
    priority = models.FloatField(default=0)
    veto = models.TextField(blank=True)
    state = models.TextField(choices=ProposalState, default=ProposalState.OPEN)
    scan = models.ForeignKey(Scan, on_delete=models.SET_NULL, null=True, related_name="proposals")
    merge_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    approvals = models.JSONField(default=list)
    claimed_by_id = models.BigIntegerField(null=True)
    claimed_by_name = models.CharField(max_length=200, blank=True)
    claimed_until = models.DateTimeField(null=True)
    assigned_to_id = models.BigIntegerField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)
    route_id = models.BigIntegerField(null=True)
    is_urgent = models.BooleanField(default=False)
    for_role = models.TextField(blank=True)
    stand_in_for_id = models.BigIntegerField(null=True)
    waits_since = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    overtaken_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["state", "-priority", "-id"], name="proposal_queue"),
            GinIndex(fields=["member_ids"], name="proposal_members"),
            models.Index(fields=["assigned_to_id"], name="proposal_for_person", condition=WAITS),
            models.Index(fields=["waits_since"], name="proposal_waits", condition=WAITS),
            models.Index(fields=["remind_at"], name="proposal_to_remind", condition=WAITS & Q(remind_at__isnull=False)),
            models.Index(
                fields=["escalate_at"], name="proposal_to_escalate", condition=WAITS & Q(escalate_at__isnull=False)
            ),
            models.Index(fields=["settled_at"], name="proposal_settled", condition=Q(settled_at__isnull=False)),
            models.Index(
                fields=["overtaken_by_id"], name="proposal_overtaken", condition=Q(overtaken_by_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Decision(models.Model):
    """What somebody said of a pair of brands; `a_id` is the child where one is a product of the other, else the lower.

    The latest word on a pair holds, until it expires. It outlives scans and merges.
    """

    a_id = models.BigIntegerField()
    b_id = models.BigIntegerField()
    verdict = models.TextField(choices=Verdict)
    survivor_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    probability = models.FloatField(null=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, related_name="decisions")
    is_automatic = models.BooleanField(default=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["a_id", "b_id"], name="decision_by_pair"),
            models.Index(fields=["b_id"], name="decision_by_b"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.verdict} {self.b_id}"


class Comment(models.Model):
    """What somebody wrote about a proposal: plain text, whatever it holds."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]


class Policy(models.Model):
    """How proposals are routed (`apps.consolidation.policy.Rules` as JSON). The newest one holds; `paused_why` says that
    automatic merging has stopped itself."""

    rules = models.JSONField()
    is_automatic = models.BooleanField(default=False)
    paused_why = models.TextField(blank=True)
    paused_at = models.DateTimeField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"policy {self.pk}"

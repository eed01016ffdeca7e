"""Who gets which proposals: routes in order, who is away when, and what happened to a proposal step by step."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apps.consolidation.choices import Relation, Step
from apps.consolidation.models.proposals import Proposal
from apps.core.tracking import TrackedHistory


class Route(models.Model):
    """A queue of its own: the first route, by `position`, whose conditions a proposal meets takes it. A condition that is
    empty asks nothing. It goes to one person (`user_id`), to a role, or to nobody in particular.

    `remind_hours` before it is due somebody is reminded (0: nobody); `escalate_hours` after it began to wait it goes to
    `escalate_to_id` or `escalate_role` (None: when it is overdue).
    """

    name = models.TextField()
    position = models.IntegerField(default=0)
    relations = ArrayField(models.TextField(choices=Relation), default=list)
    probability_from = models.FloatField(null=True)
    probability_to = models.FloatField(null=True)
    brands_from = models.IntegerField(null=True)
    skus_from = models.IntegerField(null=True)
    origins = ArrayField(models.TextField(), default=list)
    categories = ArrayField(models.TextField(), default=list)
    permits = ArrayField(models.TextField(), default=list)
    service_importer = models.BooleanField(null=True)
    user_id = models.BigIntegerField(null=True)
    role = models.TextField(blank=True)
    sla_hours = models.IntegerField(default=120)
    remind_hours = models.IntegerField(default=24)
    escalate_hours = models.IntegerField(null=True)
    escalate_to_id = models.BigIntegerField(null=True)
    escalate_role = models.TextField(blank=True)

    history = TrackedHistory()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """A member is away from one day to another, both included; what would be theirs goes to the stand-in, or where there
    is none to nobody in particular."""

    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=200, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    stand_in_id = models.BigIntegerField(null=True)
    stand_in_name = models.CharField(max_length=200, blank=True)

    history = TrackedHistory()

    class Meta:
        ordering = ("first_day", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="absence_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.user_name}: {self.first_day} – {self.last_day}"


class ProposalStep(models.Model):
    """What happened to a proposal, and who did it; the system where nobody is named. Never changed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    what = models.TextField(choices=Step)
    facts = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.what}"

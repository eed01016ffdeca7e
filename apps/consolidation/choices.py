"""Words stored about proposals, decisions and merges."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    SAME_BRAND = "same_brand", _("Same brand")
    SKU_OF_BRAND = "sku_of_brand", _("SKU of brand")
    BRAND_OF_PORTFOLIO = "brand_of_portfolio", _("Brand of portfolio")
    SAME_COMPANY = "same_company", _("Same company")
    DIFFERENT = "different", _("Different")


class Verdict(models.TextChoices):
    SAME_BRAND = "same_brand", _("Same brand")
    SKU_OF_BRAND = "sku_of_brand", _("SKU of brand")
    BRAND_OF_PORTFOLIO = "brand_of_portfolio", _("Brand of portfolio")
    SAME_COMPANY = "same_company", _("Same company")
    DIFFERENT = "different", _("Different")
    NOT_DUPLICATE = "not_duplicate", _("Not a duplicate")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Open")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SKIPPED = "skipped", _("Skipped")
    SUPERSEDED = "superseded", _("Superseded")
    EXPIRED = "expired", _("Expired")


WAITING = (ProposalState.OPEN, ProposalState.SKIPPED)
"""Not settled yet"""


class Step(models.TextChoices):
    """What happens to a proposal while it waits and when it is settled."""

    ROUTED = "routed", _("Routed")
    ASSIGNED = "assigned", _("Assigned")
    HANDED_OVER = "handed_over", _("Handed to the stand-in")
    GIVEN_BACK = "given_back", _("Given back")
    REMINDED = "reminded", _("Reminded")
    ESCALATED = "escalated", _("Escalated")
    SKIPPED = "skipped", _("Skipped")
    COUNTED = "counted", _("First approval")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SUPERSEDED = "superseded", _("Superseded")
    EXPIRED = "expired", _("Expired")
    REOPENED = "reopened", _("Waits again")


class ScanState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class VersionState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    READY = "ready", _("Learnt")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Criterion(models.TextChoices):
    """What makes one brand's value better than another's."""

    HUMAN = "human", _("Set by a person")
    SOURCE = "source", _("Source priority")
    CONFIDENCE = "confidence", _("Confidence")
    RECENCY = "recency", _("Most recent")
    COMPLETENESS = "completeness", _("Most complete")


MERGING = frozenset({Relation.SAME_BRAND, Relation.SKU_OF_BRAND})

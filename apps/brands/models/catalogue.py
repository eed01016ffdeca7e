"""Brands, SKUs and permits of one workspace. Each is tracked: no write without a change set."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Left

from apps.brands.choices import Source
from apps.core.tracking import TrackedHistory
from apps.registry.models import ColaColumns, HolderColumns


class Brand(models.Model):
    """One brand. `source_name` is the earliest spelling and stays; `edited` keeps, for each field a
    person changed, the value the source had; `blanks` why a field is empty (`apps.brands.blanks`)."""

    source_name = models.TextField()
    display_name = models.TextField()
    normal_form = models.TextField()
    website = models.TextField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into_id = models.BigIntegerField(null=True, blank=True)
    edited = models.JSONField(default=dict)
    blanks = models.JSONField(default=dict)

    history = TrackedHistory()

    class Meta:
        indexes = [
            models.Index(fields=["normal_form"], name="brand_by_normal_form"),
            models.Index(fields=["display_name", "id"], name="brand_by_name"),
            models.Index(fields=["id"], name="brand_archived", condition=models.Q(archived_at__isnull=False)),
            models.Index(
                fields=["merged_into_id"], name="brand_merged", condition=models.Q(merged_into_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Sku(ColaColumns):
    """One COLA record. Its columns are the source's, unless `edited` names them."""

    named_parents: ClassVar = {"brands.Permit": ("permit", "number")}

    ttb_id = models.TextField()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="skus", db_index=False)
    category = models.TextField()
    source = models.TextField(choices=Source)
    archived_at = models.DateTimeField(null=True, blank=True)
    edited = models.JSONField(default=dict)

    history = TrackedHistory(no_db_index=["brand"])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ttb_id"], name="sku_once")]
        indexes = [
            models.Index(fields=["brand", "-completed_date"], name="sku_by_brand"),
            models.Index(fields=["permit"], name="sku_by_permit"),
            models.Index(fields=["completed_date", "id"], name="sku_by_date"),
            models.Index(fields=["origin"], name="sku_by_origin"),
            models.Index(fields=["class_type"], name="sku_by_class"),
            models.Index(Left("fanciful_name", 200), name="sku_by_fanciful"),
        ]

    def __str__(self) -> str:
        return self.ttb_id


class Permit(HolderColumns):
    """A permit this workspace has met: used by a SKU, or in a list of its own (then the holder's
    columns are filled and override the public list). Ids come from the public list's sequence."""

    number = models.TextField()
    kind = models.TextField(blank=True)
    permit_state = models.TextField(null=True)
    mnemonic = models.TextField(null=True)

    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="permit_once")]
        indexes = [models.Index(fields=["owner_key"], name="permit_by_owner")]

    def __str__(self) -> str:
        return self.number

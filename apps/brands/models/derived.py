"""Tables computed from the tracked ones, so that lists need not count. Nobody writes them by hand."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from apps.brands.models.catalogue import Brand


class BrandSummary(models.Model):
    """What a brand's SKUs say together. Arrays are sorted and hold each value once."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, primary_key=True, related_name="summary")
    sku_count = models.IntegerField()
    first_completed = models.DateField(null=True)
    last_completed = models.DateField(null=True)
    permits = ArrayField(models.TextField())
    importers = ArrayField(models.TextField())
    origins = ArrayField(models.TextField())
    categories = ArrayField(models.TextField())
    aliases = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["sku_count", "brand"], name="brand_by_sku_count"),
            models.Index(fields=["last_completed", "brand"], name="brand_by_last"),
            GinIndex(fields=["permits"], name="brand_permits"),
            GinIndex(fields=["origins"], name="brand_origins"),
        ]

    def __str__(self) -> str:
        return f"summary of {self.brand_id}"


class PermitSummary(models.Model):
    """How much a permit is used here."""

    number = models.TextField(primary_key=True)
    brand_count = models.IntegerField()
    sku_count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["sku_count", "number"], name="permit_by_sku_count")]

    def __str__(self) -> str:
        return self.number


class Importer(models.Model):
    """A permit holder as this workspace sees it: its own list, else the public one. A database view."""

    id = models.BigIntegerField(primary_key=True)
    permit = models.TextField()
    owner = models.TextField(null=True)
    operating_name = models.TextField(null=True)
    street = models.TextField(null=True)
    city = models.TextField(null=True)
    state = models.TextField(null=True)
    zip = models.TextField(null=True)
    county = models.TextField(null=True)
    list_code = models.TextField(null=True)
    status = models.TextField()
    kind = models.TextField()
    owner_key = models.TextField(null=True)
    family = models.TextField(null=True)
    is_own = models.BooleanField()
    used = models.IntegerField(null=True)
    brand_count = models.IntegerField()
    sku_count = models.IntegerField()

    class Meta:
        managed = False
        db_table = "brands_importer"

    def __str__(self) -> str:
        return self.permit

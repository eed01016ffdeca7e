"""Records and permit lists as published, with their versions. Public schema; nobody edits these."""

from django.db import models
from django.db.models.functions import Now

from apps.registry.choices import HolderStatus, PermitList, SliceKind


class Slice(models.Model):
    """One file or feed that was loaded: where each record comes from."""

    kind = models.CharField(max_length=10, choices=SliceKind)
    list_code = models.CharField(max_length=20, choices=PermitList, blank=True)
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    columns = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class ColaColumns(models.Model):
    """The columns of a COLA record as published, cleaned but not judged."""

    permit = models.TextField()
    serial = models.TextField(null=True)
    completed_date = models.DateField(null=True)
    fanciful_name = models.TextField(null=True)
    brand_name = models.TextField()
    origin = models.TextField(null=True)
    origin_desc = models.TextField(null=True)
    class_type = models.TextField(null=True)
    class_type_desc = models.TextField(null=True)
    status = models.TextField(null=True)

    class Meta:
        abstract = True


class ColaRecord(ColaColumns):
    """The present version of one COLA. `seq` grows with every change: workspaces keep a watermark in it."""

    ttb_id = models.TextField()
    normal_form = models.TextField()
    display_name = models.TextField()
    category = models.TextField()
    version = models.IntegerField(default=1)
    seq = models.BigIntegerField()
    slice = models.ForeignKey(Slice, on_delete=models.PROTECT, related_name="+", db_index=False)
    source_row = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ttb_id"], name="cola_once")]
        indexes = [
            models.Index(fields=["seq"], name="cola_by_seq"),
            models.Index(fields=["origin"], name="cola_by_origin"),
            models.Index(fields=["completed_date"], name="cola_by_date"),
        ]

    def __str__(self) -> str:
        return self.ttb_id


class ColaVersion(ColaColumns):
    """A version of a COLA that a later slice replaced."""

    ttb_id = models.TextField(db_index=True)
    version = models.IntegerField()
    slice_id = models.BigIntegerField()
    source_row = models.IntegerField()
    replaced_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("ttb_id", "-version")

    def __str__(self) -> str:
        return f"{self.ttb_id} v{self.version}"


class HolderColumns(models.Model):
    """The columns of a permit list."""

    list_code = models.TextField(choices=PermitList, null=True)
    owner = models.TextField(null=True)
    operating_name = models.TextField(null=True)
    street = models.TextField(null=True)
    city = models.TextField(null=True)
    state = models.TextField(null=True)
    zip = models.TextField(null=True)
    county = models.TextField(null=True)
    industry_type = models.TextField(null=True)
    status = models.TextField(choices=HolderStatus, null=True)
    owner_key = models.TextField(null=True)
    family = models.TextField(null=True)

    class Meta:
        abstract = True


class PermitHolder(HolderColumns):
    """Who holds a permit, by the newest list. `owner_key` is the normal form of the owner's name,
    `family` the service-importer family, if any."""

    number = models.TextField()
    version = models.IntegerField(default=1)
    slice_id = models.BigIntegerField()
    source_row = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="holder_once")]
        indexes = [models.Index(fields=["owner_key"], name="holder_by_owner")]

    def __str__(self) -> str:
        return self.number


class PermitHolderVersion(HolderColumns):
    """What an earlier list said of a permit."""

    number = models.TextField(db_index=True)
    version = models.IntegerField()
    slice_id = models.BigIntegerField()
    replaced_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("number", "-version")

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


class ServiceImporter(models.Model):
    """A rule that tells a service importer: a permit number, or words in the holder's name."""

    family = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=[("permit", "permit"), ("name_pattern", "name_pattern")])
    value = models.CharField(max_length=120)

    class Meta:
        ordering = ("family", "kind", "value")
        constraints = [models.UniqueConstraint(fields=["family", "kind", "value"], name="service_rule_once")]

    def __str__(self) -> str:
        return f"{self.family}: {self.value}"

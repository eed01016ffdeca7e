"""What people put on brands and importers: tags, lists they stand in, notes. All of it tracked.

A mark is on a brand (a key) or on an importer (its shared id: importers are a view). One column of the two is set.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from apps.brands.choices import Colour, ListKind
from apps.brands.models.catalogue import Brand
from apps.core.tracking import TrackedHistory

ON_BRAND = Q(brand__isnull=False, importer_id__isnull=True)
ON_IMPORTER = Q(brand__isnull=True, importer_id__isnull=False)


class Tag(models.Model):
    """A word with a colour. `key` is its name without regard to case, and unique."""

    name = models.TextField()
    key = models.TextField()
    colour = models.TextField(choices=Colour)
    created_at = models.DateTimeField(db_default=Now())

    history = TrackedHistory()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on one brand or importer."""

    named_parents: ClassVar = {"brands.Permit": ("importer_id", "id")}

    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings", db_index=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="taggings", db_index=False)
    importer_id = models.BigIntegerField(null=True)

    history = TrackedHistory(no_db_index=["tag", "brand"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "brand"], name="tagging_of_brand_once"),
            models.UniqueConstraint(fields=["tag", "importer_id"], name="tagging_of_importer_once"),
            models.CheckConstraint(condition=ON_BRAND | ON_IMPORTER, name="tagging_of_one"),
        ]
        indexes = [
            models.Index(fields=["brand"], name="tagging_by_brand", condition=Q(brand__isnull=False)),
            models.Index(fields=["importer_id"], name="tagging_by_importer", condition=Q(importer_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} → {self.brand_id or self.importer_id}"


class RecordList(models.Model):
    """A named collection of brands or of importers. One that is not shared is its owner's alone."""

    kind = models.TextField(choices=ListKind)
    name = models.TextField()
    description = models.TextField(blank=True)
    owner_id = models.BigIntegerField(null=True)
    owner_name = models.TextField(blank=True)
    is_shared = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    history = TrackedHistory()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def past_for(user_id: int) -> Q:
        """The history rows a person may read."""
        return Q(is_shared=True) | Q(owner_id=user_id)


class Listed(models.Model):
    """A brand or importer in a list. Ids ascend with the time they were added."""

    named_parents: ClassVar = {"brands.Permit": ("importer_id", "id")}

    list = models.ForeignKey(RecordList, on_delete=models.PROTECT, related_name="entries", db_index=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="listed", db_index=False)
    importer_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField(db_default=Now())

    history = TrackedHistory(no_db_index=["list", "brand"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list", "brand"], name="listed_brand_once"),
            models.UniqueConstraint(fields=["list", "importer_id"], name="listed_importer_once"),
            models.CheckConstraint(condition=ON_BRAND | ON_IMPORTER, name="listed_one"),
        ]
        indexes = [
            models.Index(fields=["brand"], name="listed_by_brand", condition=Q(brand__isnull=False)),
            models.Index(fields=["importer_id"], name="listed_by_importer", condition=Q(importer_id__isnull=False)),
            models.Index(fields=["list", "id"], name="listed_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} → {self.brand_id or self.importer_id}"

    @staticmethod
    def past_for(user_id: int) -> Q:
        """The history rows a person may read: of lists they see, or saw before the list was deleted."""
        test, lists, past = RecordList.past_for(user_id), RecordList.objects, RecordList.history.model.objects
        seen = Q(list_id__in=past.filter(test).values("id")) & ~Q(list_id__in=lists.values("id"))
        return Q(list_id__in=lists.filter(test).values("id")) | seen


class Note(models.Model):
    """What somebody wrote about a brand or importer: plain text, whatever it holds."""

    named_parents: ClassVar = {"brands.Permit": ("importer_id", "id")}

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="notes", db_index=False)
    importer_id = models.BigIntegerField(null=True)
    text = models.TextField()
    author_id = models.BigIntegerField(null=True)
    author_name = models.TextField(blank=True)
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)

    history = TrackedHistory(no_db_index=["brand"])

    class Meta:
        constraints = [models.CheckConstraint(condition=ON_BRAND | ON_IMPORTER, name="note_on_one")]
        indexes = [
            models.Index(fields=["brand", "-id"], name="note_by_brand", condition=Q(brand__isnull=False)),
            models.Index(
                fields=["importer_id", "-id"], name="note_by_importer", condition=Q(importer_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

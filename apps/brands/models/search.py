"""What one can look for by name: a small dictionary, so that a typing error is forgiven in milliseconds.

Derived from brands and SKUs, untracked; `apps.brands.pipeline.search_names` keeps it.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from apps.brands.choices import NameKind


class SearchName(models.Model):
    """One distinct name. `spelling` finds the rows (a brand's normal form, a SKU's fanciful name as stored; for
    an alias `brand` is set), `text` is what is compared, `letters` has a bit for each letter that occurs."""

    pk = models.CompositePrimaryKey("kind", "spelling", "brand")
    kind = models.CharField(max_length=10, choices=NameKind)
    spelling = models.TextField()
    brand = models.BigIntegerField(default=0)
    text = models.TextField()
    size = models.SmallIntegerField()
    letters = models.IntegerField()
    words = ArrayField(models.TextField())

    class Meta:
        indexes = [
            models.Index(fields=["kind", "size", "letters", "text"], name="search_by_size"),
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.text


class SearchWord(models.Model):
    """One distinct word of any name."""

    pk = models.CompositePrimaryKey("word", "size")
    word = models.TextField()
    size = models.SmallIntegerField()
    letters = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["size", "letters", "word"], name="search_word_by_size")]

    def __str__(self) -> str:
        return self.word

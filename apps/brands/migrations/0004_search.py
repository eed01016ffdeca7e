"""The dictionary of names that search asks, and an index for SKUs by fanciful name."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0003_brand_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchName",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "spelling", "brand", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("brand", "Brand"),
                            ("alias", "Other spelling of a brand"),
                            ("fanciful", "Fanciful name"),
                        ],
                        max_length=10,
                    ),
                ),
                ("spelling", models.TextField()),
                ("brand", models.BigIntegerField(default=0)),
                ("text", models.TextField()),
                ("size", models.SmallIntegerField()),
                ("letters", models.IntegerField()),
                ("words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "size", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", models.TextField()),
                ("size", models.SmallIntegerField()),
                ("letters", models.IntegerField()),
            ],
        ),
        migrations.AddIndex(
            model_name="sku",
            index=models.Index(django.db.models.functions.text.Left("fanciful_name", 200), name="sku_by_fanciful"),
        ),
        migrations.AddIndex(
            model_name="searchname",
            index=models.Index(fields=["kind", "size", "letters", "text"], name="search_by_size"),
        ),
        migrations.AddIndex(
            model_name="searchname",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="search_words"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(fields=["size", "letters", "word"], name="search_word_by_size"),
        ),
    ]

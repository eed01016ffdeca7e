"""Merged brands are found by the brand they went into."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0009_blanks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="brand",
            index=models.Index(
                condition=models.Q(("merged_into_id__isnull", False)), fields=["merged_into_id"], name="brand_merged"
            ),
        ),
    ]

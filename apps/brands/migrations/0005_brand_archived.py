"""An index of the few brands that are archived, so that counts can leave them out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0004_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="brand",
            index=models.Index(
                condition=models.Q(("archived_at__isnull", False)), fields=["id"], name="brand_archived"
            ),
        ),
    ]

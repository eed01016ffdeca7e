"""An index for the list of brands by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0002_guards_and_views"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="brand",
            index=models.Index(fields=["display_name", "id"], name="brand_by_name"),
        ),
    ]

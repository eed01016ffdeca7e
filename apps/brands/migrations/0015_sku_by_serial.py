"""SKUs in the order of their serial numbers, by their beginning: a whole one can be too long for an index."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0014_past_by_age"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="sku",
            index=models.Index(django.db.models.functions.text.Left("serial", 60), name="sku_by_serial"),
        ),
    ]

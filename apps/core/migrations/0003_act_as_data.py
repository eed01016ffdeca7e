"""What an act did, as data beside its summary: to be said in any language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_data_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="changeset",
            name="about",
            field=models.JSONField(default=dict),
        ),
    ]

"""An export that was stopped says so, and no longer that it failed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0006_piles_uncompressed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="state",
            field=models.TextField(
                choices=[
                    ("queued", "Waiting"),
                    ("running", "Running"),
                    ("ready", "Ready"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                    ("expired", "Expired"),
                ],
                default="queued",
            ),
        ),
    ]

"""An act may be a merge."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_views_and_pastes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="changeset",
            name="kind",
            field=models.CharField(
                choices=[
                    ("form", "Edit"),
                    ("bulk", "Bulk edit"),
                    ("import", "Import"),
                    ("fill", "Registry update"),
                    ("readmit", "Re-admission"),
                    ("permits", "Permit list"),
                    ("merge", "Merge"),
                    ("restore", "Restore"),
                    ("undo", "Undo"),
                ],
                max_length=20,
            ),
        ),
    ]

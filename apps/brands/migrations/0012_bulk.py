"""Acts on many rows; their arrays are stored as they are."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0011_sku_room_for_updates"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("resource", models.CharField(max_length=20)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("edit", "Edit"),
                            ("tag", "Tag"),
                            ("untag", "Remove a tag"),
                            ("add_to_list", "Add to a list"),
                            ("remove_from_list", "Remove from a list"),
                            ("archive", "Archive"),
                            ("restore", "Restore"),
                        ],
                        max_length=20,
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("filter", models.JSONField(null=True)),
                ("ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("seen", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "Previewed"),
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="previewed",
                        max_length=20,
                    ),
                ),
                ("preview", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("job_id", models.BigIntegerField(null=True)),
                ("change_set_id", models.BigIntegerField(null=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE brands_bulkact ALTER COLUMN ids SET STORAGE EXTERNAL, ALTER COLUMN seen SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]

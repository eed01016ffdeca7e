"""Versions of the model that were learnt from decisions, and which one scans use."""

import django.db.models.functions.datetime
import simple_history.models
from django.db import migrations, models

from apps.core.tracking import guard


class Migration(migrations.Migration):
    dependencies = [
        ("consolidation", "0002_proposals"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalModelChoice",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("version_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical model choice",
                "verbose_name_plural": "historical model choices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ModelChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ModelVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("ready", "Learnt"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                    ),
                ),
                ("decisions", models.IntegerField(default=0)),
                ("learnt_from", models.IntegerField(default=0)),
                ("held_back", models.IntegerField(default=0)),
                ("training_set", models.TextField(blank=True)),
                ("tuning", models.JSONField(default=dict)),
                ("model", models.JSONField(default=dict)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("is_better", models.BooleanField(null=True)),
                ("against_id", models.BigIntegerField(null=True)),
                ("job_id", models.BigIntegerField(null=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="compared",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="scan",
            name="version_id",
            field=models.BigIntegerField(null=True),
        ),
        guard("consolidation_modelchoice"),
    ]

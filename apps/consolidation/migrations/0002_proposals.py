"""Scans, proposals, decisions, comments and policies."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consolidation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rules", models.JSONField()),
                ("is_automatic", models.BooleanField(default=False)),
                ("paused_why", models.TextField(blank=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(unique=True)),
                (
                    "relation",
                    models.TextField(
                        choices=[
                            ("same_brand", "Same brand"),
                            ("sku_of_brand", "SKU of brand"),
                            ("brand_of_portfolio", "Brand of portfolio"),
                            ("same_company", "Same company"),
                            ("different", "Different"),
                        ]
                    ),
                ),
                (
                    "member_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("survivor_id", models.BigIntegerField(null=True)),
                ("probability", models.FloatField()),
                ("relation_probability", models.FloatField()),
                ("weakest", models.JSONField(default=dict)),
                ("pairs", models.JSONField(default=list)),
                ("priority", models.FloatField(default=0)),
                ("veto", models.TextField(blank=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "Open"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("skipped", "Skipped"),
                            ("superseded", "Superseded"),
                            ("expired", "Expired"),
                        ],
                        default="open",
                    ),
                ),
                ("merge_id", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("approvals", models.JSONField(default=list)),
                ("claimed_by_id", models.BigIntegerField(null=True)),
                ("claimed_by_name", models.CharField(blank=True, max_length=200)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("assigned_to_id", models.BigIntegerField(null=True)),
                ("assigned_to_name", models.CharField(blank=True, max_length=200)),
                ("due_at", models.DateTimeField(null=True)),
                ("settled_by_name", models.CharField(blank=True, max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_full", models.BooleanField(default=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                    ),
                ),
                ("upto", models.BigIntegerField(default=0)),
                ("compared", models.IntegerField(default=0)),
                ("changed", models.IntegerField(null=True)),
                ("candidates", models.BigIntegerField(default=0)),
                ("pairs", models.IntegerField(default=0)),
                ("by_relation", models.JSONField(default=dict)),
                ("proposals_new", models.IntegerField(default=0)),
                ("merged", models.IntegerField(default=0)),
                ("seconds", models.FloatField(null=True)),
                ("job_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="consolidation.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="scan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="proposals",
                to="consolidation.scan",
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("a_id", models.BigIntegerField()),
                ("b_id", models.BigIntegerField()),
                (
                    "verdict",
                    models.TextField(
                        choices=[
                            ("same_brand", "Same brand"),
                            ("sku_of_brand", "SKU of brand"),
                            ("brand_of_portfolio", "Brand of portfolio"),
                            ("same_company", "Same company"),
                            ("different", "Different"),
                            ("not_duplicate", "Not a duplicate"),
                        ]
                    ),
                ),
                ("survivor_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("probability", models.FloatField(null=True)),
                ("is_automatic", models.BooleanField(default=False)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("expires_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "proposal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="consolidation.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["a_id", "b_id"], name="decision_by_pair"),
                    models.Index(fields=["b_id"], name="decision_by_b"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["state", "-priority", "-id"], name="proposal_queue"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=django.contrib.postgres.indexes.GinIndex(fields=["member_ids"], name="proposal_members"),
        ),
    ]

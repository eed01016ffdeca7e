"""Routes of reviews, absences, the steps of proposals, and which scan did a merge."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.db import migrations, models

from apps.core.tracking import guard

WAITING_SO_FAR = """
UPDATE consolidation_proposal SET waits_since = created_at,
    remind_at = CASE WHEN due_at > now() AND state IN ('open', 'skipped') THEN due_at - interval '24 hours' END,
    escalate_at = CASE WHEN due_at > now() AND state IN ('open', 'skipped') THEN due_at END
"""
MERGED_BY_SCANS = """
UPDATE consolidation_merge m SET scan_id = (
    SELECT max(s.id) FROM consolidation_scan s WHERE s.merged > 0 AND s.created_at <= m.created_at
    AND s.finished_at >= m.created_at
) WHERE m.is_automatic
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consolidation", "0005_what_had_not_ended"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField()),
                ("user_name", models.CharField(blank=True, max_length=200)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("stand_in_id", models.BigIntegerField(null=True)),
                ("stand_in_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("first_day", "id"),
            },
        ),
        migrations.CreateModel(
            name="HistoricalAbsence",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("user_id", models.BigIntegerField()),
                ("user_name", models.CharField(blank=True, max_length=200)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("stand_in_id", models.BigIntegerField(null=True)),
                ("stand_in_name", models.CharField(blank=True, max_length=200)),
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
                "verbose_name": "historical absence",
                "verbose_name_plural": "historical absences",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRoute",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("name", models.TextField()),
                ("position", models.IntegerField(default=0)),
                (
                    "relations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("same_brand", "Same brand"),
                                ("sku_of_brand", "SKU of brand"),
                                ("brand_of_portfolio", "Brand of portfolio"),
                                ("same_company", "Same company"),
                                ("different", "Different"),
                            ]
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("probability_from", models.FloatField(null=True)),
                ("probability_to", models.FloatField(null=True)),
                ("brands_from", models.IntegerField(null=True)),
                ("skus_from", models.IntegerField(null=True)),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "permits",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("service_importer", models.BooleanField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("role", models.TextField(blank=True)),
                ("sla_hours", models.IntegerField(default=120)),
                ("remind_hours", models.IntegerField(default=24)),
                ("escalate_hours", models.IntegerField(null=True)),
                ("escalate_to_id", models.BigIntegerField(null=True)),
                ("escalate_role", models.TextField(blank=True)),
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
                "verbose_name": "historical route",
                "verbose_name_plural": "historical routes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ProposalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.TextField(
                        choices=[
                            ("routed", "Routed"),
                            ("assigned", "Assigned"),
                            ("handed_over", "Handed to the stand-in"),
                            ("given_back", "Given back"),
                            ("reminded", "Reminded"),
                            ("escalated", "Escalated"),
                            ("skipped", "Skipped"),
                            ("counted", "First approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("superseded", "Superseded"),
                            ("expired", "Expired"),
                            ("reopened", "Waits again"),
                        ]
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("position", models.IntegerField(default=0)),
                (
                    "relations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("same_brand", "Same brand"),
                                ("sku_of_brand", "SKU of brand"),
                                ("brand_of_portfolio", "Brand of portfolio"),
                                ("same_company", "Same company"),
                                ("different", "Different"),
                            ]
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("probability_from", models.FloatField(null=True)),
                ("probability_to", models.FloatField(null=True)),
                ("brands_from", models.IntegerField(null=True)),
                ("skus_from", models.IntegerField(null=True)),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "permits",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("service_importer", models.BooleanField(null=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("role", models.TextField(blank=True)),
                ("sla_hours", models.IntegerField(default=120)),
                ("remind_hours", models.IntegerField(default=24)),
                ("escalate_hours", models.IntegerField(null=True)),
                ("escalate_to_id", models.BigIntegerField(null=True)),
                ("escalate_role", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("position", "id"),
            },
        ),
        migrations.AddField(
            model_name="merge",
            name="scan_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="escalate_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="escalated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="for_role",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="is_urgent",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="proposal",
            name="remind_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="route_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="stand_in_for_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="waits_since",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(
                condition=models.Q(("scan_id__isnull", False)), fields=["scan_id"], name="merge_by_scan"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "skipped"])),
                fields=["assigned_to_id"],
                name="proposal_for_person",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "skipped"])), fields=["waits_since"], name="proposal_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "skipped"]), ("remind_at__isnull", False)),
                fields=["remind_at"],
                name="proposal_to_remind",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "skipped"]), ("escalate_at__isnull", False)),
                fields=["escalate_at"],
                name="proposal_to_escalate",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", False)), fields=["settled_at"], name="proposal_settled"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))), name="absence_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="historicalabsence",
            index=models.Index(fields=["id", "history_id"], name="absence_past"),
        ),
        migrations.AddIndex(
            model_name="historicalroute",
            index=models.Index(fields=["id", "history_id"], name="route_past"),
        ),
        migrations.AddField(
            model_name="proposalstep",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="consolidation.proposal"
            ),
        ),
        guard("consolidation_route"),
        guard("consolidation_absence"),
        migrations.RunSQL(WAITING_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(MERGED_BY_SCANS, migrations.RunSQL.noop),
    ]

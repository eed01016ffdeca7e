"""Records of merges."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(unique=True)),
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
                ("survivor_id", models.BigIntegerField()),
                (
                    "absorbed_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("names", models.JSONField(default=dict)),
                ("fields", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=dict)),
                ("stayed", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True)),
                ("proposal_id", models.BigIntegerField(db_index=True, null=True)),
                ("is_automatic", models.BooleanField(default=False)),
                ("probability", models.FloatField(null=True)),
                ("audit", models.BooleanField(null=True)),
                ("to_audit", models.BooleanField(default=False)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["survivor_id"], name="merge_by_survivor"),
                    django.contrib.postgres.indexes.GinIndex(fields=["absorbed_ids"], name="merge_by_absorbed"),
                ],
            },
        ),
    ]

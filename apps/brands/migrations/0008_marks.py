"""Tags, lists and notes, tracked like all that people do."""

import django.db.models.deletion
import django.db.models.functions.datetime
import simple_history.models
from django.db import migrations, models

from apps.core.tracking import guard


class Migration(migrations.Migration):
    dependencies = [
        ("brands", "0007_export_cancelled"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalRecordList",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("kind", models.TextField(choices=[("brands", "Brands"), ("importers", "Importers")])),
                ("name", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("owner_name", models.TextField(blank=True)),
                ("is_shared", models.BooleanField(default=True)),
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
                "verbose_name": "historical record list",
                "verbose_name_plural": "historical record lists",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTag",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("name", models.TextField()),
                ("key", models.TextField()),
                (
                    "colour",
                    models.TextField(
                        choices=[
                            ("grey", "Grey"),
                            ("red", "Red"),
                            ("orange", "Orange"),
                            ("yellow", "Yellow"),
                            ("green", "Green"),
                            ("teal", "Teal"),
                            ("blue", "Blue"),
                            ("violet", "Violet"),
                            ("pink", "Pink"),
                        ]
                    ),
                ),
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
                "verbose_name": "historical tag",
                "verbose_name_plural": "historical tags",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RecordList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(choices=[("brands", "Brands"), ("importers", "Importers")])),
                ("name", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("owner_id", models.BigIntegerField(null=True)),
                ("owner_name", models.TextField(blank=True)),
                ("is_shared", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalNote",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("importer_id", models.BigIntegerField(null=True)),
                ("text", models.TextField()),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.TextField(blank=True)),
                ("is_pinned", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="brands.brand",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical note",
                "verbose_name_plural": "historical notes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalListed",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("importer_id", models.BigIntegerField(null=True)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="brands.brand",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="brands.recordlist",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical listed",
                "verbose_name_plural": "historical listeds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("key", models.TextField()),
                (
                    "colour",
                    models.TextField(
                        choices=[
                            ("grey", "Grey"),
                            ("red", "Red"),
                            ("orange", "Orange"),
                            ("yellow", "Yellow"),
                            ("green", "Green"),
                            ("teal", "Teal"),
                            ("blue", "Blue"),
                            ("violet", "Violet"),
                            ("pink", "Pink"),
                        ]
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key",), name="tag_once")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTagging",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set_id", models.BigIntegerField(db_index=True)),
                ("source_row", models.IntegerField(null=True)),
                ("importer_id", models.BigIntegerField(null=True)),
                ("history_user_id", models.BigIntegerField(null=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="brands.brand",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="brands.tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical tagging",
                "verbose_name_plural": "historical taggings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("importer_id", models.BigIntegerField(null=True)),
                ("text", models.TextField()),
                ("author_id", models.BigIntegerField(null=True)),
                ("author_name", models.TextField(blank=True)),
                ("is_pinned", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="brands.brand",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("brand__isnull", False)), fields=["brand", "-id"], name="note_by_brand"
                    ),
                    models.Index(
                        condition=models.Q(("importer_id__isnull", False)),
                        fields=["importer_id", "-id"],
                        name="note_by_importer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brand__isnull", False), ("importer_id__isnull", True)),
                            models.Q(("brand__isnull", True), ("importer_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="note_on_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("importer_id", models.BigIntegerField(null=True)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed",
                        to="brands.brand",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="brands.recordlist",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("brand__isnull", False)), fields=["brand"], name="listed_by_brand"
                    ),
                    models.Index(
                        condition=models.Q(("importer_id__isnull", False)),
                        fields=["importer_id"],
                        name="listed_by_importer",
                    ),
                    models.Index(fields=["list", "id"], name="listed_in_order"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("list", "brand"), name="listed_brand_once"),
                    models.UniqueConstraint(fields=("list", "importer_id"), name="listed_importer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brand__isnull", False), ("importer_id__isnull", True)),
                            models.Q(("brand__isnull", True), ("importer_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="listed_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("importer_id", models.BigIntegerField(null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to="brands.brand",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to="brands.tag",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("brand__isnull", False)), fields=["brand"], name="tagging_by_brand"
                    ),
                    models.Index(
                        condition=models.Q(("importer_id__isnull", False)),
                        fields=["importer_id"],
                        name="tagging_by_importer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tag", "brand"), name="tagging_of_brand_once"),
                    models.UniqueConstraint(fields=("tag", "importer_id"), name="tagging_of_importer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("brand__isnull", False), ("importer_id__isnull", True)),
                            models.Q(("brand__isnull", True), ("importer_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="tagging_of_one",
                    ),
                ],
            },
        ),
        guard("brands_tag"),
        guard("brands_tagging"),
        guard("brands_recordlist"),
        guard("brands_listed"),
        guard("brands_note"),
    ]

"""The past of a chosen model by its age, as that of all records (brands, 0014)."""

from django.db import migrations, models

OLD = "consolidation_historicalmodelchoice_id_8755c88b"


class Migration(migrations.Migration):
    dependencies = [("consolidation", "0003_learning")]

    operations = [
        migrations.AddIndex(
            "historicalmodelchoice", models.Index(fields=["id", "history_id"], name="modelchoice_past")
        ),
        migrations.RunSQL(
            f"DROP INDEX IF EXISTS {OLD}",
            f"CREATE INDEX {OLD} ON consolidation_historicalmodelchoice (id)",
            state_operations=[
                migrations.AlterField(
                    "historicalmodelchoice",
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID"),
                )
            ],
        ),
    ]

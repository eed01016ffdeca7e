"""The past of a record by its age: "the version before this one" is one step, however many there are.

The old index is named: the steps of a new workspace are written down before its tables are there to look into.
"""

from django.db import migrations, models

OLD = {
    "brand": "0933c350", "listed": "b2347f59", "note": "bae68595", "permit": "35b386c3", "recordlist": "f7a1acf6",
    "sku": "22955a56", "tag": "f2097190", "tagging": "6164c484",
}  # fmt: skip


def steps(record: str) -> list[migrations.operations.base.Operation]:
    """One index in the place of another."""
    name, table = f"historical{record}", f"brands_historical{record}"
    without = models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")
    by_age = models.Index(fields=["id", "history_id"], name=f"{record}_past")
    gone = f"DROP INDEX IF EXISTS {table}_id_{OLD[record]}"
    back = f"CREATE INDEX {table}_id_{OLD[record]} ON {table} (id)"
    return [
        migrations.AddIndex(name, by_age),
        migrations.RunSQL(gone, back, state_operations=[migrations.AlterField(name, "id", without)]),
    ]


class Migration(migrations.Migration):
    dependencies = [("brands", "0013_export_look")]

    operations = [step for record in OLD for step in steps(record)]

"""Arrays of row numbers are stored as they are: compressing them costs more than they weigh."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("brands", "0005_brand_archived")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE brands_pile ALTER COLUMN rows SET STORAGE EXTERNAL, ALTER COLUMN ttb_ids SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]

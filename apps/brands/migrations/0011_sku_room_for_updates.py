"""Room on each page of SKUs: a change of what is not indexed stays on its page and touches no index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("brands", "0010_merged")]

    operations = [
        migrations.RunSQL("ALTER TABLE brands_sku SET (fillfactor = 90)", "ALTER TABLE brands_sku RESET (fillfactor)"),
    ]

"""Functions that compare words, for every workspace: trigrams and edit distance, in the public schema."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public; "
            "CREATE EXTENSION IF NOT EXISTS fuzzystrmatch SCHEMA public;",
            migrations.RunSQL.noop,
        ),
    ]

"""Permit holders by a name typed wrongly: trigrams over owners and trade names."""

from django.db import migrations

INDEXES = (
    "CREATE INDEX holder_owner_trigrams ON registry_permitholder USING gin (owner_key public.gin_trgm_ops); "
    "CREATE INDEX holder_trade_trigrams ON registry_permitholder USING gin (upper(operating_name) public.gin_trgm_ops);"
)
GONE = "DROP INDEX IF EXISTS holder_owner_trigrams; DROP INDEX IF EXISTS holder_trade_trigrams;"


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_sequence"), ("tenants", "0002_search_extensions")]

    operations = [migrations.RunSQL(INDEXES, GONE)]

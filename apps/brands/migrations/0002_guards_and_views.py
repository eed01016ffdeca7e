"""Triggers that refuse untracked writes, the importer view, and ids shared with the public list."""

from django.db import migrations

from apps.core.tracking import guard, guard_function

IMPORTER_VIEW = """
CREATE VIEW brands_importer AS
SELECT coalesce(p.id, h.id) AS id,
       coalesce(p.number, h.number) AS permit,
       CASE WHEN p.list_code IS NOT NULL THEN p.owner ELSE h.owner END AS owner,
       CASE WHEN p.list_code IS NOT NULL THEN p.operating_name ELSE h.operating_name END AS operating_name,
       CASE WHEN p.list_code IS NOT NULL THEN p.street ELSE h.street END AS street,
       CASE WHEN p.list_code IS NOT NULL THEN p.city ELSE h.city END AS city,
       CASE WHEN p.list_code IS NOT NULL THEN p.state ELSE h.state END AS state,
       CASE WHEN p.list_code IS NOT NULL THEN p.zip ELSE h.zip END AS zip,
       CASE WHEN p.list_code IS NOT NULL THEN p.county ELSE h.county END AS county,
       coalesce(p.list_code, h.list_code) AS list_code,
       coalesce(p.status, h.status, 'unlisted') AS status,
       CASE WHEN p.id IS NOT NULL THEN p.kind
            ELSE coalesce(substring(h.number FROM '^[A-Z]{2}-([A-Z])-'), split_part(h.number, '-', 1)) END AS kind,
       CASE WHEN p.list_code IS NOT NULL THEN p.owner_key ELSE h.owner_key END AS owner_key,
       coalesce(p.family, h.family) AS family,
       p.list_code IS NOT NULL AS is_own,
       s.sku_count AS used,
       coalesce(s.brand_count, 0) AS brand_count,
       coalesce(s.sku_count, 0) AS sku_count
FROM brands_permit p
LEFT JOIN brands_permitsummary s ON s.number = p.number
FULL JOIN public.registry_permitholder h ON h.number = p.number
"""
SHARED_IDS = (
    "ALTER TABLE brands_permit ALTER COLUMN id DROP IDENTITY IF EXISTS; "
    "ALTER TABLE brands_permit ALTER COLUMN id SET DEFAULT nextval('public.registry_permitholder_id_seq')"
)


class Migration(migrations.Migration):
    dependencies = [("brands", "0001_initial")]

    operations = [
        guard_function(),
        guard("brands_brand"),
        guard("brands_sku"),
        guard("brands_permit"),
        migrations.RunSQL(SHARED_IDS, migrations.RunSQL.noop),
        migrations.RunSQL(IMPORTER_VIEW, "DROP VIEW IF EXISTS brands_importer"),
    ]

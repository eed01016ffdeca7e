"""A workspace without its own copy of a kernel table must not write to the public one of that name.

With search path `workspace, public` PostgreSQL would do so without a word. A trigger on each kernel table
refuses a statement whose current schema is another than the table's.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION colabase_refuse_shadow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_schema() IS DISTINCT FROM TG_TABLE_SCHEMA THEN
        RAISE EXCEPTION 'schema % has no table % of its own', current_schema(), TG_TABLE_NAME
            USING ERRCODE = 'undefined_table';
    END IF;
    RETURN NULL;
END $$;
"""


def refuse_shadow(*tables: str) -> list[migrations.RunSQL]:
    """Migration steps: guard these tables of the schema being migrated."""
    guards = [
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_place BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION colabase_refuse_shadow();",
            f"DROP TRIGGER IF EXISTS {table}_place ON {table};",
        )
        for table in tables
    ]
    return [migrations.RunSQL(FUNCTION, "DROP FUNCTION IF EXISTS colabase_refuse_shadow();"), *guards]

"""Which tables are made in which schema, beside django-tenants' own rule by app."""

from typing import Any

from apps.core.db import connection

PUBLIC_ONLY = {("core", "delivery")}


class SchemaRouter:
    """Keeps single models of `core` to the public schema."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool | None:
        """False: not in this schema; None: no opinion."""
        in_tenant = connection.schema_name != "public"
        return False if in_tenant and (app_label, (model_name or "").lower()) in PUBLIC_ONLY else None

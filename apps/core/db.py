"""The database connection as django-tenants makes it, with its types."""

from typing import TYPE_CHECKING, Any, cast

from django.db import connection as _connection
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:

    class TenantConnection(BaseDatabaseWrapper):
        """What a workspace adds to a connection."""

        schema_name: str
        tenant: Any
        pg_version: int

        def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
            """Let queries go to this workspace's schema, then public."""

        def set_schema_to_public(self) -> None:
            """Let queries go to the public schema alone."""


connection = cast("TenantConnection", _connection)

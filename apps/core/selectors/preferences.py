"""How a person likes a list."""

from apps.core.models import ListPreference
from apps.core.sql import columns, comma, fetch, table


def preference(user_id: int | None, resource: str) -> ListPreference | None:
    """What the person chose for this list in this workspace."""
    names = columns(ListPreference)
    sql = f"SELECT {comma(names)} FROM {table(ListPreference)} WHERE user_id = %s AND resource = %s"
    rows = fetch(sql, [user_id or 0, resource])
    return ListPreference(**dict(zip(names, rows[0], strict=True))) if rows else None

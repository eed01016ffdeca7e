"""Keep how a person likes a list. Personal settings are no record data: they are not tracked."""

from collections.abc import Sequence

from apps.core.models import ListPreference

SIZES = (50, 100, 200, 500)
DENSITIES = ("dense", "roomy")
MOST_COLUMNS = 40
LONGEST = 40


def keep(*, user_id: int, resource: str, columns: Sequence[str], density: str = "", size: int | None = None) -> None:
    """Remember it for this person; what cannot be is left out."""
    values = {
        "columns": [name for name in dict.fromkeys(columns) if 0 < len(name) <= LONGEST][:MOST_COLUMNS],
        "density": density if density in DENSITIES else "",
        "size": size if size in SIZES else None,
    }
    ListPreference.objects.update_or_create(user_id=user_id, resource=resource, defaults=values)


def forget(*, user_id: int, resource: str) -> None:
    """Back to the usual columns."""
    ListPreference.objects.filter(user_id=user_id, resource=resource).delete()

"""How a person likes a list."""

from apps.core.models import ListPreference


def preference(user_id: int | None, resource: str) -> ListPreference | None:
    """What the person chose for this list in this workspace."""
    return ListPreference.objects.filter(user_id=user_id or 0, resource=resource).first()

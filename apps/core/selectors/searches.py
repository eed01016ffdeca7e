"""What a person looked for lately."""

from apps.core.models import RecentSearch

KEPT = 10


def recent_searches(*, user_id: int) -> list[str]:
    """The newest first, at most `KEPT`."""
    mine = RecentSearch.objects.filter(user_id=user_id).order_by("-at", "-pk")
    return list(mine.values_list("text", flat=True)[:KEPT])

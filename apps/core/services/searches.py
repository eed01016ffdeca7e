"""Keep what a person looked for lately. Personal, so not tracked."""

from django.db import transaction
from django.db.models.functions import Now

from apps.core.models import RecentSearch
from apps.core.selectors.searches import KEPT

LONGEST = 200


def remember_search(*, user_id: int, text: str) -> None:
    """Put it on top; the oldest beyond `KEPT` go. What is too long to be a name is not kept."""
    text = text.replace("\x00", "").strip()
    if not text or len(text) > LONGEST:
        return
    with transaction.atomic():
        RecentSearch.objects.update_or_create(user_id=user_id, text=text, defaults={"at": Now()})
        mine = RecentSearch.objects.filter(user_id=user_id)
        mine.exclude(pk__in=mine.order_by("-at", "-pk").values("pk")[:KEPT]).delete()


def forget_searches(*, user_id: int) -> None:
    """Keep none of them."""
    RecentSearch.objects.filter(user_id=user_id).delete()

"""Watch a record: be told at once, daily or weekly what others did to it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.brands.models import Brand, Importer, RecordWatch, Sku
from apps.brands.selectors.merged import root_of
from apps.brands.selectors.watches import NOUNS, places, snapshot
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core.choices import Pace

MOST = 500
MODELS: dict[str, Any] = {"brands": Brand, "skus": Sku, "importers": Importer}


def watch(*, user_id: int, noun: str, record_id: int, pace: Any = Pace.AT_ONCE) -> RecordWatch:
    """Begin to watch a record, or change how often one is told. Raises `BadValue`, `NoSuchRecord`."""
    wanted = checked(pace)
    if noun not in NOUNS or not MODELS[noun].objects.filter(pk=record_id).exists():
        raise NoSuchRecord("There is no such record.")
    mine = RecordWatch.objects.filter(user_id=user_id)
    pk = root_of(record_id) if noun == "brands" else record_id
    with transaction.atomic():
        if mine.filter(resource=noun, record_id__in=places(noun, pk)).update(pace=wanted):
            return mine.filter(resource=noun, record_id__in=places(noun, pk)).order_by("id")[0]
        if mine.count() >= MOST:
            raise BadValue([("", _("You watch %(most)s records. Stop watching some first.") % {"most": MOST})])
        return RecordWatch.objects.get_or_create(
            user_id=user_id, resource=noun, record_id=pk, defaults={"pace": wanted, "seen": snapshot()}
        )[0]


def unwatch(*, user_id: int, noun: str, record_id: int) -> None:
    """Stop watching a record, and the brands that were merged into it."""
    RecordWatch.objects.filter(user_id=user_id, resource=noun, record_id__in=places(noun, record_id)).delete()


def change_pace(watch_id: int, *, user_id: int, pace: Any) -> None:
    """Tell me at once, daily or weekly. Raises `BadValue`, `NoSuchRecord`."""
    if not RecordWatch.objects.filter(pk=watch_id, user_id=user_id).update(pace=checked(pace)):
        raise NoSuchRecord("There is no such record.")


def checked(pace: Any) -> str:
    """A pace. Raises `BadValue`."""
    if not isinstance(pace, str) or pace not in Pace.values:
        raise BadValue([("pace", _("Use some of %(words)s.") % {"words": ", ".join(Pace.values)})])
    return pace

"""Who is away when, and who stands in. What waits for them changes hands at once and every few minutes after."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands.services.editing import BadValue, NoSuchRecord, locked
from apps.consolidation import sentences
from apps.consolidation.events import AbsenceDeleted, AbsenceSaved
from apps.consolidation.models import Absence
from apps.consolidation.selectors.board import reviewers
from apps.consolidation.services import attending
from apps.core import context, policy
from apps.core.choices import ChangeKind
from apps.core.services.changes import change_set, hold_tables
from apps.core.services.outbox import publish

LONGEST_DAYS = 400


def save_absence(
    *, user_id: int | None, first_day: date, last_day: date, stand_in_id: int | None = None, now: datetime | None = None
) -> Absence:
    """A reviewer is away from one day to another. One's own; leads anybody's. Raises `BadValue`, `NotAllowed`."""
    _check_right(user_id)
    people = dict(reviewers())
    _check(user_id, first_day, last_day, stand_in_id, people)
    with transaction.atomic():
        hold_tables(alone=False)
        said = sentences.absence_made(name=people[user_id or 0], first=f"{first_day}", last=f"{last_day}")
        with change_set(ChangeKind.FORM, said):
            row = Absence.objects.create(
                user_id=user_id or 0,
                user_name=people[user_id or 0][:200],
                first_day=first_day,
                last_day=last_day,
                stand_in_id=stand_in_id,
                stand_in_name=people.get(stand_in_id or 0, "")[:200],
            )
            publish(AbsenceSaved(row.pk, row.user_id, context.current().channel))
        attending.hand_over(now or timezone.now())
    return row


def delete_absence(absence_id: int, *, now: datetime | None = None) -> None:
    """They are not away after all, or back earlier; what waits comes back to them. Raises `NoSuchRecord`, `NotAllowed`."""
    found = Absence.objects.filter(pk=absence_id).first()
    if found is None:
        raise NoSuchRecord(_("There is no absence %(pk)s.") % {"pk": absence_id})
    _check_right(found.user_id)
    with transaction.atomic():
        row = locked(Absence, absence_id)
        with change_set(ChangeKind.FORM, sentences.absence_deleted(name=row.user_name)):
            row.delete()
            publish(AbsenceDeleted(absence_id, row.user_id, context.current().channel))
        attending.hand_over(now or timezone.now())


def may_change(user_id: int | None) -> bool:
    """Whether who asks may say when this person is away."""
    actor = context.current().actor
    own = user_id is not None and user_id == actor.user_id and policy.allows(actor, "absences", "update")
    return own or policy.allows(actor, "absences", "lead")


def _check_right(user_id: int | None) -> None:
    if not may_change(user_id):
        raise policy.NotAllowed("absences", "lead")


def _check(user_id: int | None, first: date, last: date, stand_in: int | None, people: dict[int, str]) -> None:
    errors = []
    if user_id not in people:
        errors.append(("user_id", _("Nobody of that number reviews proposals here.")))
    if last < first:
        errors.append(("last_day", _("The last day is before the first.")))
    elif (last - first).days > LONGEST_DAYS:
        errors.append(("last_day", _("At most %(days)s days.") % {"days": LONGEST_DAYS}))
    if last < timezone.localdate():
        errors.append(("last_day", _("This is over already.")))
    if stand_in is not None and stand_in not in people:
        errors.append(("stand_in_id", _("Nobody of that number reviews proposals here.")))
    elif stand_in is not None and stand_in == user_id:
        errors.append(("stand_in_id", _("Nobody stands in for themselves.")))
    if errors:
        raise BadValue(errors)

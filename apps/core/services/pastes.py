"""Keep what somebody pasted, so that an address can name it by a short key."""

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.core.models import Paste, SavedView

MOST = 5_000
LONGEST = 500
BIGGEST = 2_000_000  # characters
KEEP = timedelta(days=30)
BREAKS = re.compile(r"[\r\n\t;]+")


class TooMany(ValueError):
    """More was pasted than a list can be narrowed by."""

    code = "too_large"
    hint = f"Paste at most {MOST:,} values, in several goes if need be."


class LongValue(ValueError):
    """A value is longer than any that a list has."""

    code = "invalid_value"
    hint = f"Send values of at most {LONGEST} characters."


class NothingPasted(ValueError):
    """There is no value in what was pasted."""

    code = "invalid_value"
    hint = "One value per line, or with tabs or semicolons between."


def split(text: str) -> list[str]:
    """The values of a pasted text: by line, tab or semicolon; quotes around them fall away. Raises `TooMany`."""
    if len(text) > BIGGEST:
        raise TooMany(
            _("That is %(n)s characters; %(most)s can be taken.")
            % {"n": number_format(len(text), force_grouping=True), "most": number_format(BIGGEST, force_grouping=True)}
        )
    return [word.strip().strip("'\"").strip() for word in BREAKS.split(text.replace("\x00", ""))]


def keep(values: Iterable[str]) -> Paste:
    """Keep values once, whatever their order; they are forgotten a month after they were last sent, unless a saved
    view asks for them. Raises `TooMany`, `LongValue`, `NothingPasted`.
    """
    found = sorted({value for value in values if value})
    if not found:
        raise NothingPasted(_("There is no value in it."))
    if len(found) > MOST:
        raise TooMany(
            _("These are %(n)s different values; a list can be narrowed by %(most)s at once.")
            % {"n": number_format(len(found), force_grouping=True), "most": number_format(MOST, force_grouping=True)}
        )
    if any(len(value) > LONGEST for value in found):
        raise LongValue(_("A value is longer than %(most)s characters.") % {"most": LONGEST})
    key = hashlib.sha256("\n".join(found).encode()).hexdigest()[:24]
    now = timezone.now()
    return Paste.objects.update_or_create(key=key, defaults={"values": found, "used_at": now})[0]


def purge() -> int:
    """Forget what nobody has sent for a month and no saved view asks for; how many."""
    queries = SavedView.objects.values_list("query", flat=True)
    asked = {key for query in queries for name, keys in query.items() if name.endswith("__paste") for key in keys}
    return Paste.objects.filter(used_at__lt=timezone.now() - KEEP).exclude(pk__in=asked).delete()[0]

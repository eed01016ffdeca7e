"""Why a field has no value: four different states, which are never mixed up.

A record keeps in `blanks` what somebody said of an empty field: {"website": "withheld"}. A field that is empty and
of which nobody said anything has not been asked for.
"""

from typing import Any

from django.utils.translation import gettext as _

from apps.brands.choices import Blank

KNOWN = "known"
BLANKABLE = ("website",)
SUFFIX = "_state"


def state(name: str, value: Any, blanks: dict[str, str]) -> str:
    """`known` where there is a value, else one of `Blank`."""
    if value not in (None, ""):
        return KNOWN
    return blanks.get(name, Blank.NOT_ASKED.value)


def read(value: Any) -> str:
    """A state as a person or a program names it. Raises ValueError with the reason."""
    if value not in Blank.values:
        raise ValueError(_("Use one of %(words)s.") % {"words": ", ".join(Blank.values)})
    return str(value)


def take(values: dict[str, Any]) -> dict[str, str]:
    """Take the states out of values: {"website": "empty"}; such a field has no value."""
    given = {name: values.pop(name + SUFFIX) for name in BLANKABLE if name + SUFFIX in values}
    for name in given:
        values.setdefault(name, None)
    return given


def contradictions(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Fields said to be empty and given a value at once, as errors."""
    text = _("Leave the field empty, or do not say why it is.")
    return [(n + SUFFIX, text) for n in BLANKABLE if values.get(n) and n + SUFFIX in values]


def settle(record: Any, values: dict[str, Any], given: dict[str, str], was: dict[str, Any]) -> list[str]:
    """Keep what was said of empty fields, after the values were set; `was` holds the values before.

    What somebody said is an edit, also where the source says nothing either: an import leaves it alone.
    Answers the states that changed.
    """
    before, blanks, edited = dict(record.blanks), dict(record.blanks), dict(record.edited)
    for name in BLANKABLE:
        if name not in values and name not in given:
            continue
        blanks.pop(name, None)
        said = given.get(name) or (Blank.MISSING if name in edited else Blank.NOT_ASKED)
        if getattr(record, name):
            continue
        source = edited.get(name, was.get(name))
        if said != Blank.NOT_ASKED or source:
            blanks[name] = str(said)
            edited[name] = source
        else:
            edited.pop(name, None)
    record.blanks, record.edited = blanks, edited
    return [name + SUFFIX for name in BLANKABLE if before.get(name) != blanks.get(name)]

"""Dates as registry exports, spreadsheets and people write them."""

import re
from datetime import date

_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?", re.I | re.A)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.A)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.A)
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Z]{3,9})[- ,]+(\d{4})", re.I | re.A)
_FIRST_YEAR = 1935
# English whatever the locale of the machine, for the registry writes English.
_NAMES = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE",
    "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
_MONTHS = {name: number for number, full in enumerate(_NAMES, start=1) for name in (full, full[:3])}


def parse_date(text: str) -> date | None:
    """The day in `text`, or None if it is none.

    Read are MM/DD/YYYY, M/D/YYYY, ISO with or without time, YYYYMMDD and 10-JAN-2024. Months come first as in the
    registry: 31/02/2026 is no date, and nothing is guessed. Years before 1935, when labels were first approved,
    are no dates of the registry.
    """
    parts = _parts(text.strip().strip("'\""))
    if parts is None:
        return None
    try:
        found = date(*parts)
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written, not yet known to be a day of the calendar."""
    if match := _SLASHED.fullmatch(text):
        month, day, year = map(int, match.groups())
        return year, month, day
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = map(int, match.groups())
        return year, month, day
    if match := _NAMED.fullmatch(text):
        month_number = _MONTHS.get(match[2].upper())
        return (int(match[3]), month_number, int(match[1])) if month_number else None
    return None


def day_first(text: str) -> date | None:
    """What `text` would mean with the day first: a suggestion for a person, never applied."""
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Texts that were kept or raised in English, with values in them, said in the language of the page.

Readers of files know no Django, and jobs run where nobody's language is known: what they say is kept in English. Here
stand its patterns; `told(text)` finds the one a text was made from and fills its translation with the same values.
"""

import re
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from apps.portal import words

FILES = (
    _("%(name)s is empty."), _("%(name)s is %(what)s, not a table."), _("%(name)s holds binary data, not text."),
    _("The file is larger than %(size)s MB."), _("%(name)s is a broken or cut-off gzip file."),
    _("%(name)s is a broken or cut-off zip file."), _("%(name)s holds %(number)s files; %(limit)s at most are read."),
    _("%(name)s holds no files."), _("%(name)s unpacks to more than %(size)s MB."),
    _("%(name)s holds a file that would be written elsewhere: %(member)s."), _("%(name)s holds a link: %(member)s."),
    _("%(name)s is protected by a password."), _("%(name)s unpacks to %(times)s times its size."),
    _("%(name)s unpacks to more than %(times)s times its size."), _("%(name)s is an archive inside an archive."),
    _("A line is longer than %(limit)s bytes."), _("%(name)s has %(number)s columns."),
    _("%(name)s begins as UTF-16 but is none."), _("More than %(limit)s rows have the wrong number of fields."),
    _("%(name)s has %(number)s keys."), _("Line %(number)s is longer than %(limit)s characters."),
    _("Item %(number)s of the array is broken."), _("%(name)s is a list of permit holders, not of COLAs."),
    _("%(name)s has no header with known columns."), _("%(name)s is no readable workbook."), _("%(name)s holds no rows."),
    _("%(name)s is a file of COLAs, not a list of permit holders."), _("%(name)s has no header of a permit list."),
    _("%(name)s lacks required columns: %(columns)s."), _("%(name)s names no permit holder."),
    _("%(name)s holds NUL bytes, so it is no text."), _("%(name)s lacks required columns (%(columns)s): %(missing)s."),
    _("%(name)s lacks required columns (%(columns)s): %(missing)s. Perhaps “%(header)s” is the %(column)s?"),
    _("The column %(column)s is missing."), _("The file is not UTF-8; it was read as %(encoding)s."),
    _("Exactly %(number)s rows: the registry cuts a search off there, so rows are probably missing."),
    _("Send between 1 and %(number)s files at once."),
)  # fmt: skip
KINDS = (
    _("a PDF"), _("a picture"), _("a Parquet file"), _("a 7z archive"), _("a RAR archive"),
    _("a bzip2 file"), _("an xz file"), _("a zstd file"), _("a database"),
)  # fmt: skip
JOBS = (
    _("Check of %(name)s"), _("Import of %(name)s"), _("Registry update: %(name)s"),
    _("Export of %(resource)s as %(format)s"), _("Load %(name)s into the public registry"),
    _("Search for duplicates"), _("Take back merges"), _("Route reviews anew"), _("Learn from decisions"),
    _("Edit: %(number)s %(resource)s"), _("Tag: %(number)s %(resource)s"), _("Remove a tag: %(number)s %(resource)s"),
    _("Add to a list: %(number)s %(resource)s"), _("Remove from a list: %(number)s %(resource)s"),
    _("Archive: %(number)s %(resource)s"), _("Restore: %(number)s %(resource)s"),
)  # fmt: skip
PROGRESS = (
    _("Reading and checking"), _("Reading"), _("Writing"), _("Comparing"), _("Counting"), _("Changing"),
    _("Reading brands"), _("Proposing"), _("Merging"), _("Reading decisions"), _("Fitting"), _("Measuring"),
)  # fmt: skip
ENDS = (
    _("Something went wrong on our side. Nothing was changed."),
    _("The work stopped several times without an answer and was given up."),
)
RULES = (
    _("Send a JSON object."), _("There is no such rule."), _("Must not be above automatic_above."),
    _("Enter a number from 0 to 1."), _("Enter a whole number from 0 to %(limit)s."), _("Enter a number from 0 up."),
    _("Name any of %(words)s."), _("Give for any of %(words)s an order of %(criteria)s."),
)  # fmt: skip
VALUE = re.compile(r"%\((\w+)\)s")
SHOWN = {"resource": lambda value: words.listed(value).lower(), "what": gettext, "column": words.field}


def told(text: Any) -> str:
    """The text in the language of the page; as it was kept where nobody knows its pattern."""
    kept = str(text or "")
    said = gettext(kept) if kept else ""
    if said != kept or (get_language() or "en") == "en":
        return said
    for expression, pattern in _patterns():
        if found := expression.fullmatch(kept):
            return gettext(pattern) % {name: _value(name, value) for name, value in found.groupdict().items()}
    return kept


def progress_words() -> dict[str, str]:
    """What running jobs say, for the script that moves their bars."""
    return {word: gettext(word) for word in PROGRESS}


def _value(name: str, value: str) -> str:
    show = SHOWN.get(name)
    return str(show(value)) if show else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each pattern with values as an expression; those that say more go first."""
    with_values = [pattern for pattern in (*FILES, *JOBS, *RULES) if VALUE.search(pattern)]
    with_values.sort(key=lambda pattern: -len(VALUE.sub("", pattern)))
    return tuple((_expression(pattern), pattern) for pattern in with_values)


def _expression(pattern: str) -> re.Pattern[str]:
    parts = VALUE.split(pattern)
    made = "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile(made, re.DOTALL)

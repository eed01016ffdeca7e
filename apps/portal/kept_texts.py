"""What readers of files, jobs and rules of review say in English, as texts of the catalogue."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from apps.core.kept_texts import register
from apps.portal import counted, words

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
    _("Load %(name)s into the public registry"),
    _("Search for duplicates"), _("Merge brands"), _("Take back merges"), _("Take back automatic merges"),
    _("Route reviews anew"), _("Learn from decisions"),
    _("Approve proposals"), _("Reject proposals"), _("Skip proposals"),
)  # fmt: skip
ROWS = (
    _("Export of %(resource)s as %(format)s"),
    _("Edit: %(number)s %(resource)s"), _("Tag: %(number)s %(resource)s"), _("Remove a tag: %(number)s %(resource)s"),
    _("Add to a list: %(number)s %(resource)s"), _("Remove from a list: %(number)s %(resource)s"),
    _("Archive: %(number)s %(resource)s"), _("Restore: %(number)s %(resource)s"),
)  # fmt: skip
SUGGESTIONS = (
    _("Look the label up in the registry and fill in its TTB ID (14 digits)."),
    _(
        "A spreadsheet rounded this id; export the column as text. The last digits of %(text)s are lost and cannot be "
        "computed."
    ),
    _("Without its other characters the id would be %(text)s; check it in the registry."),
    _("A TTB ID has 14 digits; this one has %(number)s. Take out what was added."),
    _("A TTB ID has 14 digits; this one has %(number)s. Look it up in the registry."),
    _("Digits 3-5 (%(text)s) are the day of the year and must be 001-366; look the id up in the registry."),
    _("Fill in the permit number as the registry shows it, such as CA-I-3223 or BR-PA-APP-1."),
    _("Fill in the brand name; if the label has none but its fanciful name, use “%(text)s”."),
    _("Fill in the brand name as the registry shows it."),
    _("Write the month first; if %(text)s means %(day)s, write %(date)s."),
    _("There is no such day; the nearest is %(date)s. Write dates as MM/DD/YYYY."),
    _("Write the date as MM/DD/YYYY, or leave it blank."),
    _("The completed date %(text)s lies ahead; correct the year, or import the row later."),
    _("Put names that hold a comma in double quotes and keep each row on one line, or choose one of the ways shown."),
    _("Compare the class/type code with the registry; if it is new there, it can stay."),
    _("Compare the origin code with the registry; codes are text, so 08 (Georgia, US) is neither 8 nor 6E."),
    _("The id was read as %(text)s; export the column as text."),
    _("Write the address as https://example.com."),
)  # fmt: skip
PROGRESS = (
    _("Reading and checking"), _("Reading"), _("Writing"), _("Comparing"), _("Counting"), _("Changing"),
    _("Reading brands"), _("Proposing"), _("Merging"), _("Reading decisions"), _("Fitting"), _("Measuring"),
    _("Waiting for other work"), _("Moving"),
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


def _rows(name: str, values: Mapping[str, str]) -> str:
    """Rows of a list, as many as the text says; without a number all."""
    digits = values.get("number", "").replace(",", "")
    return counted.rows(name, int(digits) if digits.isdecimal() else 2)


register(
    (*FILES, *JOBS, *RULES, *SUGGESTIONS),
    what=lambda value, _values: gettext(value),
    column=lambda value, _values: words.field(value),
)
register(ROWS, holds_keys=True, resource=_rows)


def progress_words() -> dict[str, str]:
    """What running jobs say, for the script that moves their bars."""
    return {word: gettext(word) for word in PROGRESS}

"""What to do about a row that was kept back: plain words, with the value to put where one is sure."""

from collections.abc import Callable, Mapping
from datetime import date

from apps.registry.checks.rules import describe
from apps.registry.formats.dates import day_first, parse_date
from apps.registry.formats.ids import TTB_ID_DIGITS, bare_ttb_id, parse_ttb_id

Raw = Mapping[str, str | None]

_MONTH_ENDS = (29, 30, 31)  # days that some months lack


def suggest(code: str, raw: Raw) -> str:
    """A suggested fix for the fault `code` of a row with the raw values `raw` (by canonical column)."""
    build = _SUGGESTIONS.get(code)
    return build(raw) if build else describe(code).description


def _ttb_id(raw: Raw) -> str:
    return bare_ttb_id(raw.get("ttb_id") or "")


def _ttb_id_missing(raw: Raw) -> str:
    return "Look the label up in the registry and fill in its TTB ID (14 digits)."


def _ttb_id_scientific(raw: Raw) -> str:
    return (
        "A spreadsheet rounded this id; export the column as text. The last digits of "
        f"{_ttb_id(raw)} are lost and cannot be computed."
    )


def _ttb_id_invalid(raw: Raw) -> str:
    text = _ttb_id(raw)
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    found = parse_ttb_id(digits) if digits != text and len(digits) == TTB_ID_DIGITS else None
    if found:
        return f"Without its other characters the id would be {found.text}; check it in the registry."
    if len(digits) > TTB_ID_DIGITS:
        return f"A TTB ID has 14 digits; this one has {len(digits)}. Take out what was added."
    return f"A TTB ID has 14 digits; this one has {len(digits)}. Look it up in the registry."


def _ttb_id_day(raw: Raw) -> str:
    text = _ttb_id(raw)
    return f"Digits 3-5 ({text[2:5]}) are the day of the year and must be 001-366; look the id up in the registry."


def _permit_missing(raw: Raw) -> str:
    return "Fill in the permit number as the registry shows it, such as CA-I-3223 or BR-PA-APP-1."


def _brand_missing(raw: Raw) -> str:
    fanciful = (raw.get("fanciful_name") or "").strip()
    if fanciful:
        return f"Fill in the brand name; if the label has none but its fanciful name, use “{fanciful}”."
    return "Fill in the brand name as the registry shows it."


def _date_invalid(raw: Raw) -> str:
    text = (raw.get("completed_date") or "").strip()
    swapped = day_first(text)
    if swapped:
        return f"Write the month first; if {text} means {swapped:%d %B %Y}, write {swapped:%m/%d/%Y}."
    nearest = _nearest_day(text)
    if nearest:
        return f"There is no such day; the nearest is {nearest:%m/%d/%Y}. Write dates as MM/DD/YYYY."
    return "Write the date as MM/DD/YYYY, or leave it blank."


def _nearest_day(text: str) -> date | None:
    """The last day of the month for a day beyond it (02/31 -> 02/28), however the parts are written."""
    for first, second in ((0, 1), (1, 0)):
        try:
            numbers = [int(part) for part in text.replace("-", "/").split("/")]
            month, day, year = numbers[first], numbers[second], numbers[2]
        except (ValueError, IndexError):
            return None
        for back in range(1, 4) if day in _MONTH_ENDS else ():
            found = parse_date(f"{month}/{day - back}/{year}")
            if found:
                return found
    return None


def _date_future(raw: Raw) -> str:
    return f"The completed date {raw.get('completed_date')} lies ahead; correct the year, or import the row later."


def _field_count(raw: Raw) -> str:
    return (
        "Put names that hold a comma in double quotes and keep each row on one line, or choose one of the ways shown."
    )


def _class_unknown(raw: Raw) -> str:
    return "Compare the class/type code with the registry; if it is new there, it can stay."


def _origin_unknown(raw: Raw) -> str:
    return "Compare the origin code with the registry; codes are text, so 08 (Georgia, US) is neither 8 nor 6E."


def _ttb_id_padded(raw: Raw) -> str:
    found = parse_ttb_id(raw.get("ttb_id") or "")
    return (
        f"The id was read as {found.text}; export the column as text."
        if found
        else describe("ttb_id_padded").description
    )


def _website_invalid(raw: Raw) -> str:
    return "Write the address as https://example.com."


_SUGGESTIONS: dict[str, Callable[[Raw], str]] = {
    "ttb_id_missing": _ttb_id_missing,
    "ttb_id_scientific": _ttb_id_scientific,
    "ttb_id_invalid": _ttb_id_invalid,
    "ttb_id_day": _ttb_id_day,
    "permit_missing": _permit_missing,
    "brand_missing": _brand_missing,
    "date_invalid": _date_invalid,
    "date_future": _date_future,
    "field_count": _field_count,
    "class_unknown": _class_unknown,
    "origin_unknown": _origin_unknown,
    "ttb_id_padded": _ttb_id_padded,
    "website_invalid": _website_invalid,
}

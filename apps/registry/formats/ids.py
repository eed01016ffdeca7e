"""The grammars of TTB ID and permit number (TTB COLAs Online manual; TTB permit lists)."""

import re
from dataclasses import dataclass
from datetime import date

TTB_ID_DIGITS = 14
_FEWEST_DIGITS = 11  # as many zeros as an id of 2000-2009 or by hand can lose
_LAST_DAY = 366
RECEIPT_CODES = ("000", "001", "002", "003")  # by hand, e-filed, by mail, overnight

MOST_CODE = 100  # characters of a permit number or code; the longest known has 15
_WRAPPING = "'\"‘’“” \t\r\n\u00a0`"
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"\.0+$")
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|"
    "OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|VI|GU|AS|MP"
)
_STATE_FIRST = rf"(?P<st>{_STATES})-(?P<kind>I|W|P|S)-(?P<n>[0-9]{{1,6}})"
_PLANT_FIRST = (
    rf"(?P<kind2>DSP|BW|BWN|BWC|BWH|TPWBH|BR)-(?P<st2>{_STATES})(?:-(?P<mn>[A-Z]{{3}}))?-(?P<n2>[0-9]{{1,6}})"
)
# Both forms in one pattern that Python and the vector engine read alike.
KNOWN_PERMIT = f"{_STATE_FIRST}|{_PLANT_FIRST}"
_PERMIT = re.compile(KNOWN_PERMIT)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－­"), "-")
_CLEAN = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_SPACED_DASH = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True)
class TtbId:
    """Fourteen digits `YY JJJ RRR SSSSSS`: the day and way of filing (not of approval) and a sequence."""

    text: str
    year: int
    day: int
    receipt: str
    sequence: str
    padded: bool = False

    def filed_year(self, today: date) -> int:
        """The four-digit year of filing; the two digits never mean a year after the next."""
        century = 2000 if self.year <= today.year % 100 + 1 else 1900
        return century + self.year


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit or registry number: `kind` is I, W, P, S or the plant type, `mnemonic` a brewer's letters."""

    text: str
    kind: str
    state: str
    number: str
    mnemonic: str | None
    known: bool


def bare_ttb_id(text: str) -> str:
    """`text` without wrapping quotes and spaces, and without the `.0` a spreadsheet adds."""
    return _FLOAT_TAIL.sub("", text.strip(_WRAPPING))


def is_scientific(text: str) -> bool:
    """Whether a spreadsheet rounded the id to `2.6257E+13`: its last digits are lost."""
    return _SCIENTIFIC.fullmatch(bare_ttb_id(text)) is not None


def parse_ttb_id(text: str) -> TtbId | None:
    """The id in `text`, or None. Of 11-13 digits the zeros lost on the left are put back if the day fits."""
    bare = bare_ttb_id(text)
    if not (bare.isascii() and bare.isdigit() and _FEWEST_DIGITS <= len(bare) <= TTB_ID_DIGITS):
        return None
    full = bare.rjust(TTB_ID_DIGITS, "0")
    day = int(full[2:5])
    if not 1 <= day <= _LAST_DAY:
        return None
    return TtbId(full, int(full[:2]), day, full[5:8], full[8:], padded=full != bare)


def permit_text(text: str) -> str:
    """A permit as it is compared: upper case, plain dashes without spaces, single spaces."""
    if _CLEAN.fullmatch(text):
        return text
    return _SPACED_DASH.sub("-", " ".join(text.translate(_DASHES).upper().split()).strip("'\""))


def parse_permit(text: str) -> Permit:
    """The permit in `text`; an unknown form is kept with `known` False, for it is only worth a warning."""
    bare = permit_text(text)
    match = _PERMIT.fullmatch(bare)
    if match is None:
        return Permit(bare, "", "", "", None, known=False)
    kind, state, number = (
        match["kind"] or match["kind2"],
        match["st"] or match["st2"],
        match["n"] or match["n2"],
    )
    return Permit(bare, kind, state, number, match["mn"], known=True)

"""What single values of a row mean: the parts of the checks that look at one distinct value at a time."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from apps.registry.checks.rules import mask_of
from apps.registry.formats import codes
from apps.registry.formats.dates import parse_date
from apps.registry.formats.ids import TTB_ID_DIGITS, bare_ttb_id, is_scientific, parse_ttb_id, permit_text
from apps.registry.formats.names import clean_text
from apps.registry.formats.websites import website

# Words by which programs and people say that there is nothing; in lower case.
NULL_WORDS = (
    "",
    "n/a",
    "nan",
    "null",
    "none",
    "-",
    "--",
    "---",
    "(blank)",
    "#n/a",
    "<na>",
)

_MISMATCH = mask_of(["description_mismatch"])


@dataclass(frozen=True, slots=True)
class CodeText:
    """A code and its description as they are kept, with the warning bits they earned."""

    code: str | None
    description: str | None
    warnings: int


@dataclass(frozen=True, slots=True)
class IdText:
    """A TTB ID as it is kept, with the bits it earned; what is wrong beyond repair is kept as it was."""

    text: str | None
    reasons: int = 0
    warnings: int = 0


def is_null_word(text: str | None) -> bool:
    """Whether `text` is blank or one of the words for nothing."""
    return text is None or text.strip().lower() in NULL_WORDS


def text_of(text: str) -> str | None:
    """A free text as it is kept, None for nothing and words for nothing."""
    clean = clean_text(text)
    return None if is_null_word(clean) else clean


def permit_of(text: str) -> str | None:
    """A permit as it is kept, None for nothing and words for nothing."""
    clean = permit_text(clean_text(text))
    return None if is_null_word(clean) else clean


def site_of(text: str) -> str | None:
    """A website as it is kept, None if it is no address."""
    return website(text)


def ttb_id_of(text: str) -> IdText:
    """A TTB ID that is not plainly 14 digits, read as far as it can be."""
    bare = bare_ttb_id(clean_text(text))
    if is_null_word(bare):
        return IdText(None)
    found = parse_ttb_id(bare)
    if found is not None:
        return IdText(found.text, warnings=mask_of(["ttb_id_padded"]) if found.padded else 0)
    if is_scientific(bare):
        return IdText(bare, reasons=mask_of(["ttb_id_scientific"]))
    # Fourteen digits with an impossible day are left to the rule of the day.
    whole = len(bare) == TTB_ID_DIGITS and bare.isascii() and bare.isdigit()
    return IdText(bare, reasons=0 if whole else mask_of(["ttb_id_invalid"]))


@lru_cache(maxsize=20_000)
def day_of(text: str) -> tuple[date | None, bool]:
    """The day in `text`, and whether there is something that is no day."""
    found = parse_date(text)
    return found, found is None and not is_null_word(text)


def origin_text(code: str | None, description: str | None) -> CodeText:
    """The origin of a row: its zero put back, its description filled in, a name in the code's place looked up."""
    code, description = _text(code), _text(description)
    if code is None:
        return CodeText(None, description, 0)
    kept = codes.origin_code(code)
    found = codes.origin(kept)
    if found is None and (named := codes.origin_by_description(kept)) is not None:
        return origin_text(named, description)
    if found is None:
        return CodeText(kept, description, mask_of(["origin_unknown"]))
    agrees = description is None or codes.origin_agrees(kept, description)
    return CodeText(kept, description or found.description, 0 if agrees else _MISMATCH)


def class_text(code: str | None, description: str | None) -> CodeText:
    """The class/type of a row: never padded, its description filled in, a name in the code's place looked up."""
    code, description = _text(code), _text(description)
    if code is None:
        return CodeText(None, description, 0)
    kept = codes.class_code(code)
    found = codes.class_type(kept)
    if found is None and (named := codes.class_by_description(kept)) is not None:
        return class_text(named, description)
    unknown = 0 if found is not None and found.listed else mask_of(["class_unknown"])
    agrees = found is None or description is None or codes.class_agrees(kept, description)
    described = description or (found.description if found else "") or None
    return CodeText(kept, described, unknown | (0 if agrees else _MISMATCH))


def _text(text: str | None) -> str | None:
    return None if text is None else text_of(text)

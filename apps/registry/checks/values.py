"""What single values of a row mean: the parts of the checks that look at one distinct value at a time."""

from dataclasses import dataclass

from apps.registry.checks.rules import mask_of
from apps.registry.formats import codes
from apps.registry.formats.ids import bare_ttb_id, is_scientific, parse_ttb_id
from apps.registry.formats.names import clean_text

# Words by which programs and people say that there is nothing; in lower case.
NULL_WORDS = (
    "",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "-",
    "--",
    "---",
    "blank",
    "(blank)",
    "nil",
    "n.a.",
    "#n/a",
    "<na>",
)


@dataclass(frozen=True, slots=True)
class OriginText:
    """An origin as it is kept, with the warnings it earned."""

    code: str | None
    description: str | None
    warnings: int


@dataclass(frozen=True, slots=True)
class ClassText:
    """A class/type as it is kept, with the warnings it earned."""

    code: str | None
    description: str | None
    warnings: int


def is_null_word(text: str | None) -> bool:
    """Whether `text` is blank or one of the words for nothing."""
    return text is None or text.strip().lower() in NULL_WORDS


def ttb_id_faults(text: str) -> int:
    """The reason bits of an id that is not plainly 14 digits; 0 if it can be repaired."""
    bare = bare_ttb_id(text)
    if not bare:
        return mask_of(["ttb_id_missing"])
    if is_scientific(bare):
        return mask_of(["ttb_id_scientific"])
    if parse_ttb_id(bare) is None:
        # Fourteen digits with an impossible day are found by the day's own rule.
        return 0 if len(bare) == 14 and bare.isascii() and bare.isdigit() else mask_of(["ttb_id_invalid"])
    return 0


def origin_text(code: str | None, description: str | None) -> OriginText:
    """The origin of a row: its zero put back, its description filled in, a name in the code's place looked up."""
    description = clean_text(description) or None if description else None
    if code is None:
        return OriginText(None, description, 0)
    kept = codes.origin_code(clean_text(code))
    found = codes.origin(kept)
    if found is None:
        named = codes.origin_by_description(kept)
        if named is not None:
            return origin_text(named, description)
        return OriginText(kept, description, mask_of(["origin_unknown"]))
    if description is None:
        return OriginText(kept, found.description, 0)
    return OriginText(kept, description, 0 if codes.origin_agrees(kept, description) else _MISMATCH)


def class_text(code: str | None, description: str | None) -> ClassText:
    """The class/type of a row: never padded, its description filled in, a name in the code's place looked up."""
    description = clean_text(description) or None if description else None
    if code is None:
        return ClassText(None, description, 0)
    kept = codes.class_code(clean_text(code))
    found = codes.class_type(kept)
    if found is None and (named := codes.class_by_description(kept)) is not None:
        return class_text(named, description)
    unknown = 0 if found is not None and found.listed else mask_of(["class_unknown"])
    if description is None:
        return ClassText(kept, found.description or None if found else None, unknown)
    agrees = found is None or codes.class_agrees(kept, description)
    return ClassText(kept, description, unknown | (0 if agrees else _MISMATCH))


_MISMATCH = mask_of(["description_mismatch"])

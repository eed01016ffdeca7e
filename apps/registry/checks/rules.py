"""The rules every incoming COLA row is checked by. Codes and their bits are stable: they are stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["quarantine", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a row: `code` for programs, `name` and `description` for people.

    `bit` is the rule's bit in the mask of its severity: reasons and warnings are two masks.
    """

    code: str
    name: str
    description: str
    severity: Severity
    bit: int


_QUARANTINE = (
    (
        "ttb_id_missing",
        "TTB ID missing",
        "The TTB ID is blank or a word for nothing (N/A, nan, NULL, none, -).",
    ),
    ("ttb_id_invalid", "TTB ID invalid", "The TTB ID is not 14 digits, and no lost zeros explain it."),
    (
        "ttb_id_scientific",
        "TTB ID rounded",
        "A spreadsheet wrote the TTB ID as 2.6257E+13; its last digits are lost.",
    ),
    (
        "ttb_id_day",
        "TTB ID with no such day",
        "Digits 3-5 of the TTB ID, the day of the year, are not 001-366.",
    ),
    ("permit_missing", "Permit missing", "The permit number is blank or a word for nothing."),
    ("brand_missing", "Brand missing", "The brand name is blank or a word for nothing."),
    ("date_invalid", "Date invalid", "The completed date is no day of the calendar in a known form."),
    ("date_future", "Date in the future", "The completed date is later than today."),
    (
        "field_count",
        "Wrong number of fields",
        "The row has more or fewer fields than the header, and no repair is sure.",
    ),
    ("code_too_long", "Code too long", "A permit number or a code has more than 100 characters."),
)

_WARNINGS = (
    (
        "receipt_code_unknown",
        "Receipt code unknown",
        "Digits 6-8 of the TTB ID are not 000, 001, 002 or 003.",
    ),
    (
        "permit_form_unknown",
        "Permit form unknown",
        "The permit number has none of the known forms (ST-I-N, BR-ST-N, ...).",
    ),
    (
        "class_unknown",
        "Class/type unknown",
        "The class/type code is not in the table; its range may still be known.",
    ),
    ("origin_unknown", "Origin unknown", "The origin code is not in the table."),
    (
        "description_mismatch",
        "Description differs",
        "A description is not that of the code beside it; the code decides.",
    ),
    (
        "completed_before_filed",
        "Completed before filed",
        "The completed date is earlier than the filing day in the TTB ID.",
    ),
    ("date_blank", "Date blank", "The row has no completed date."),
    ("class_blank", "Class/type blank", "The row has no class/type code."),
    ("origin_blank", "Origin blank", "The row has no origin code."),
    (
        "comma_repaired",
        "Commas repaired",
        "Unquoted commas broke the row; only one way of mending it was right.",
    ),
    ("ttb_id_padded", "Zeros put back", "The TTB ID had lost its leading zeros."),
    ("encoding_repaired", "Characters repaired", "Characters of another encoding were put right."),
    ("website_invalid", "Website invalid", "The website is no http(s) address; it was left out."),
    ("lines_joined", "Lines joined", "An unquoted line break had torn the row apart."),
)

RULES: tuple[Rule, ...] = (
    *(Rule(code, name, text, "quarantine", 1 << n) for n, (code, name, text) in enumerate(_QUARANTINE)),
    *(Rule(code, name, text, "warning", 1 << n) for n, (code, name, text) in enumerate(_WARNINGS)),
)

_BY_CODE = {rule.code: rule for rule in RULES}
_REASONS = tuple(rule for rule in RULES if rule.severity == "quarantine")
_WARNING_RULES = tuple(rule for rule in RULES if rule.severity == "warning")


def describe(code: str) -> Rule:
    """The rule of a code; KeyError for a code there is not."""
    return _BY_CODE[code]


def reason_codes(mask: int) -> list[str]:
    """The quarantine reasons in a `reasons` mask, in the order of the rules."""
    return [rule.code for rule in _REASONS if mask & rule.bit]


def warning_codes(mask: int) -> list[str]:
    """The warnings in a `warnings` mask, in the order of the rules."""
    return [rule.code for rule in _WARNING_RULES if mask & rule.bit]


def mask_of(codes: Iterable[str]) -> int:
    """The mask with the bits of `codes`, all of one severity."""
    return sum({_BY_CODE[code].bit for code in codes})


def rules_table() -> str:
    """The rules as a Markdown table for the documentation."""
    rows = [f"| `{r.code}` | {r.severity} | {r.name} | {r.description} |" for r in RULES]
    return "\n".join(["| code | severity | name | what it says |", "|---|---|---|---|", *rows]) + "\n"

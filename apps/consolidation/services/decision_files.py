"""Decisions from a file: brand_a_id, brand_b_id, verdict, and optionally survivor_id and reason."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.services.deciding import decide
from apps.consolidation.services.merging import AlreadyMerged, BadMerge
from apps.consolidation.services.verdicts import Word

NEEDED = ("brand_a_id", "brand_b_id", "verdict")
LISTED = 1000


class BadHeader(ValueError):
    """The file is no list of decisions; nothing was done."""

    code = "header_missing"
    hint = f"Give the file a header with {', '.join(NEEDED)}, and optionally survivor_id and reason."


@dataclass
class Outcome:
    """What a file did, in numbers of its rows; `errors` lists the first thousand that were not taken. `waiting` are merges that
    people have to approve, where the policy wants two of them."""

    rows: int = 0
    decided: int = 0
    merged: int = 0
    already: int = 0
    rejected: int = 0
    waiting: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)


def take_file(path: Path) -> Outcome:
    """Take every sound row, each in an act of its own; the others are listed with their reason."""
    outcome = Outcome()
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        reader = csv.DictReader(file)
        if not set(NEEDED) <= set(reader.fieldnames or ()):
            raise BadHeader("The columns of the file are not those of decisions.")
        for row in _rows(reader):
            outcome.rows += 1
            _take(row, outcome)
    return outcome


def _rows(reader: Iterator[dict[str, str | None]]) -> Iterator[dict[str, str | None]]:
    """Row by row; one that cannot be read is a row without values, and reading goes on."""
    while True:
        try:
            yield next(reader)
        except csv.Error:
            yield {}
        except StopIteration:
            return


def _take(row: dict[str, str | None], outcome: Outcome) -> None:
    try:
        done = decide(_word(row))
    except (BadMerge, NoSuchRecord, AlreadyMerged, ValueError) as error:
        outcome.rejected += 1
        if len(outcome.errors) < LISTED:
            outcome.errors.append({"row": outcome.rows, "reason": str(error)})
        return
    if done.asked:
        outcome.waiting += 1
    elif done.already:
        outcome.already += 1
    elif done.merge is not None:
        outcome.merged += 1
    else:
        outcome.decided += 1


def _word(row: dict[str, str | None]) -> Word:
    survivor = (row.get("survivor_id") or "").strip()
    return Word(
        _id(row.get("brand_a_id")),
        _id(row.get("brand_b_id")),
        (row.get("verdict") or "").strip().lower(),
        _id(survivor) if survivor else None,
        (row.get("reason") or "").strip(),
    )


def _id(text: str | None) -> int:
    cleaned = (text or "").strip()
    if not (cleaned.isascii() and cleaned.isdigit() and 0 < int(cleaned) < 2**63):
        raise ValueError(f"{cleaned[:40]!r} is no id of a brand.")
    return int(cleaned)

"""What is looked up rather than searched for: TTB IDs and permits by their beginning, records by their id."""

import re

TTB_ID = re.compile(r"\d{5,14}", re.ASCII)
PERMIT = re.compile(r"[A-Z]{2,4}-[A-Z0-9]{1,5}(-[A-Z0-9-]*)?")
RECORD = re.compile(r"#?(\d{1,18})", re.ASCII)


def number(text: str) -> str:
    """What was typed, as numbers are written: no quotes, upper case."""
    return text.strip().strip("'\"").upper()


def record_id(text: str) -> int | None:
    """The id somebody types as `37` or `#37`."""
    found = RECORD.fullmatch(text.strip())
    return int(found[1]) if found else None


def begins(column: str, text: str) -> dict[str, str]:
    """A range, for LIKE would ask for another index."""
    return {f"{column}__gte": text, f"{column}__lt": text + "\U0010ffff"}

"""Records out of lines that are not plain: quoted fields, records torn over lines, stray quotes, too many commas.

The rule (one for every reader): a CSV reader first. A line with its own full field count is its own record. A line
continues the record before it only if that has too few fields and both together have exactly the header's count.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

# Physical lines of one record. Beyond, a quote is a stray one and a torn record is lost: without such bounds a file of
# nothing but broken lines would take the square of its length.
_LONGEST_QUOTED = 200
_LONGEST_TORN = 20


@dataclass(slots=True)
class Assembled:
    """Records as (place of first line, fields, whether torn lines were joined), and the rows that are none."""

    records: list[tuple[int, list[str], bool]] = field(default_factory=list)
    irregular: list[tuple[int, list[str]]] = field(default_factory=list)


def assemble(run: "Run", out: Assembled) -> int:
    """Read the lines of `run` into `out`; returns how many were read: fewer if the last record may go on."""
    whole = run.all_whole()
    if whole is not None:
        out.records += [(run.first + at, fields, False) for at, fields in enumerate(whole)]
        return len(whole)
    at = 0
    while at < len(run.lines):
        if not run.lines[at].strip():
            at += 1
            continue
        taken = run.take(at, out)
        if taken == 0:
            break
        at += taken
    return at


class Run:
    """Neighbouring lines that are not plain, the first of them at place `first` of the file.

    `separator` is one character, `width` the header's count. With `may_go_on`, more lines follow that are not known
    yet: a record still open at the end is then left for later.
    """

    def __init__(self, first: int, lines: Sequence[str], separator: str, width: int, *, may_go_on: bool) -> None:
        self.first = first
        self.lines = lines
        self._separator = separator
        self._width = width
        self._may_go_on = may_go_on
        self._parsed: dict[int, list[str] | None] = {}

    def all_whole(self) -> list[list[str]] | None:
        """The records if every line is one by itself, else None."""
        try:
            records = list(csv.reader([line + "\n" for line in self.lines], delimiter=self._separator))
        except csv.Error:
            return None
        # An open quote swallows the next line, so equal counts mean that each line stood by itself.
        whole = len(records) == len(self.lines) and all(len(fields) == self._width for fields in records)
        return records if whole else None

    def take(self, at: int, out: Assembled) -> int:
        """Read the record at `at` into `out`; how many lines that took, 0 if it needs lines that are not here."""
        fields = self._fields(at)
        if fields is None:
            taken = self._quoted(at, out)
            if taken is not None:
                return taken
            fields = self._parsed[at] = self.lines[at].split(self._separator)  # a stray quote is a character
        if len(fields) == self._width:
            out.records.append((self.first + at, fields, False))
            return 1
        if len(fields) < self._width:
            return self._torn(at, fields, out)
        out.irregular.append((self.first + at, fields))
        return 1

    def _quoted(self, at: int, out: Assembled) -> int | None:
        """A quoted field over several lines: lines taken, 0 if it may go on, None if the quote is a stray one."""
        for end in range(at + 1, min(len(self.lines), at + _LONGEST_QUOTED)):
            inner = self._fields(end)
            if inner is not None and len(inner) == self._width:
                return None
            closes = '"' in self.lines[end]
            fields = self._parse("\n".join(self.lines[at : end + 1])) if closes else None
            if fields is not None:
                return self._closed(at, end, fields, out)
        return 0 if self._more_may_come(at, _LONGEST_QUOTED) else None

    def _closed(self, at: int, end: int, fields: list[str], out: Assembled) -> int | None:
        if len(fields) != self._width:
            return None
        out.records.append((self.first + at, fields, False))
        return end + 1 - at

    def _torn(self, at: int, fields: list[str], out: Assembled) -> int:
        """A record torn by line breaks: joined if the lines together have exactly the header's count."""
        count = len(fields)
        for end in range(at + 1, min(len(self.lines), at + _LONGEST_TORN)):
            more = len(self._pieces(end))
            count += more - 1
            if more == self._width or count > self._width:
                break
            if count == self._width:
                out.records.append((self.first + at, self._joined(at, end, fields), True))
                return end + 1 - at
        else:
            if self._more_may_come(at, _LONGEST_TORN):
                return 0
        out.irregular.append((self.first + at, fields))
        return 1

    def _joined(self, at: int, end: int, fields: list[str]) -> list[str]:
        joined = list(fields)
        for place in range(at + 1, end + 1):
            first, *rest = self._pieces(place)
            joined[-1] += "\n" + first
            joined += rest
        return joined

    def _pieces(self, at: int) -> list[str]:
        """The fields of a line that goes on a record, be its quotes as they may."""
        return self._fields(at) or self.lines[at].split(self._separator)

    def _more_may_come(self, at: int, longest: int) -> bool:
        return self._may_go_on and len(self.lines) - at < longest

    def _fields(self, at: int) -> list[str] | None:
        if at not in self._parsed:
            self._parsed[at] = self._parse(self.lines[at])
        return self._parsed[at]

    def _parse(self, text: str) -> list[str] | None:
        """The fields of `text` as a CSV reader sees them; None if a quoted field is still open at its end."""
        if '"' not in text:
            return text.split(self._separator)
        # The second line is only read if a quoted field is still open after the first.
        reader = csv.reader((text.replace("\r", " ") + "\n", "\n"), delimiter=self._separator)
        try:
            fields = next(reader)
        except (csv.Error, StopIteration):
            return text.split(self._separator)
        return fields if reader.line_num == 1 else None

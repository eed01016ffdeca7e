"""Records out of lines that are not plain: quoted fields, records torn over lines, stray quotes, too many commas.

The rule (one for every reader): a CSV reader first. A line with its own full field count is its own record. A line
continues the record before it only if that has too few fields and both together have exactly the header's count.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

_LONGEST_QUOTED = 200  # physical lines in one quoted field; beyond, the quote is a stray one


@dataclass(slots=True)
class Assembled:
    """Records as (place of first line, fields, whether torn lines were joined), and the rows that are none."""

    records: list[tuple[int, list[str], bool]] = field(default_factory=list)
    irregular: list[tuple[int, list[str]]] = field(default_factory=list)


class Assembler:
    """Puts records together from runs of lines between plain ones. `separator` is one character, `width` >= 2."""

    def __init__(self, separator: str, width: int) -> None:
        self.separator = separator
        self.width = width

    def assemble(self, first: int, lines: Sequence[str], out: Assembled, *, may_go_on: bool) -> int:
        """Read the run `lines`, of which the first stands at place `first`, into `out`; returns how many were read.

        With `may_go_on`, a record still open at the end is left, to be read again with the lines that follow.
        """
        parsed = [self._parse(line) for line in lines]
        at = 0
        while at < len(lines):
            fields = parsed[at]
            if fields is not None and len(fields) == self.width:
                out.records.append((first + at, fields, False))
                at += 1
                continue
            taken = self._irregular_line(first, at, lines, parsed, out, may_go_on=may_go_on)
            if taken == 0:
                return at
            at += taken
        return at

    def _irregular_line(
        self,
        first: int,
        at: int,
        lines: Sequence[str],
        parsed: list[list[str] | None],
        out: Assembled,
        *,
        may_go_on: bool,
    ) -> int:
        """Deal with the line at `at`, which is no record by itself; how many lines that took, 0 if more are needed."""
        if not lines[at].strip():
            return 1
        fields = parsed[at]
        if fields is None:
            taken = self._quoted(first, at, lines, parsed, out, may_go_on=may_go_on)
            if taken is not None:
                return taken
            fields = parsed[at] = lines[at].split(self.separator)  # a stray quote is a character like others
            if len(fields) == self.width:
                out.records.append((first + at, fields, False))
                return 1
        if len(fields) < self.width:
            return self._torn(first, at, lines, parsed, out, may_go_on=may_go_on)
        out.irregular.append((first + at, fields))
        return 1

    def _quoted(
        self,
        first: int,
        at: int,
        lines: Sequence[str],
        parsed: list[list[str] | None],
        out: Assembled,
        *,
        may_go_on: bool,
    ) -> int | None:
        """A quoted field over several lines: lines taken, 0 if it may go on, None if the quote is a stray one."""
        text = lines[at]
        for end in range(at + 1, len(lines)):
            inner = parsed[end]
            if (inner is not None and len(inner) == self.width) or end - at > _LONGEST_QUOTED:
                return None
            text += "\n" + lines[end]
            fields = self._parse(text) if '"' in lines[end] else None
            if fields is None:
                continue
            if len(fields) != self.width:
                return None
            out.records.append((first + at, fields, False))
            return end + 1 - at
        return 0 if may_go_on and len(lines) - at <= _LONGEST_QUOTED else None

    def _torn(
        self,
        first: int,
        at: int,
        lines: Sequence[str],
        parsed: list[list[str] | None],
        out: Assembled,
        *,
        may_go_on: bool,
    ) -> int:
        """A record torn by line breaks: joined if the lines together have exactly the header's count."""
        joined = list(parsed[at] or [])
        for end in range(at + 1, len(lines)):
            more = parsed[end]
            more = lines[end].split(self.separator) if more is None else more or [""]
            if len(more) == self.width or len(joined) + len(more) - 1 > self.width:
                break
            joined[-1] += "\n" + more[0]
            joined += more[1:]
            if len(joined) == self.width:
                out.records.append((first + at, joined, True))
                return end + 1 - at
        else:
            if may_go_on and len(lines) - at <= _LONGEST_QUOTED:
                return 0
        out.irregular.append((first + at, list(parsed[at] or [])))
        return 1

    def _parse(self, text: str) -> list[str] | None:
        """The fields of `text` as a CSV reader sees them; None if a quoted field is still open at its end."""
        if '"' not in text:
            return text.split(self.separator)
        # The second line is only read if a quoted field is still open after the first.
        reader = csv.reader((text.replace("\r", " ") + "\n", "\n"), delimiter=self.separator)
        try:
            fields = next(reader)
        except (csv.Error, StopIteration):
            return text.split(self.separator)
        return fields if reader.line_num == 1 else None

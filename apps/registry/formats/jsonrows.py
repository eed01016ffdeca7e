"""JSON lines, and JSON arrays of any length, read object by object."""

import json
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from io import TextIOWrapper
from itertools import islice
from typing import TextIO

import orjson
import polars as pl

from apps.registry.formats import errors
from apps.registry.formats.container import MB, Limits, Member
from apps.registry.formats.headers import HeaderMatch, recognise
from apps.registry.formats.tabular import Context, Irregular, frame_of
from apps.registry.formats.text import inspect

_BATCH = 20_000
_PEEK = 1000  # objects looked at to know the columns
_BLANK = re.compile(r"[\s,]*")
# One object holding the list, as TTB's FRL_All_Permits.json does under "Permit Data".
_WRAPPED = re.compile(r'\s*\{\s*"[^"\\]*"\s*:\s*(?=\[)')

Item = tuple[int, object]  # number of the row, decoded value; undecodable lines come as `bytes`


class JsonTable:
    """Objects as rows: numbered by line in JSON lines, from 1 in an array."""

    def __init__(self, member: Member, context: Context) -> None:
        self._context = context
        self._file = inspect(member.path, context.name, member.scratch)
        self.encoding, self.sha256, self.size = self._file.encoding, self._file.sha256, self._file.size
        self._done = 0
        with closing(self._items()) as items:
            first = list(islice(items, _PEEK))
        keys = dict.fromkeys(key for _, value in first if isinstance(value, dict) for key in value)
        self.header = tuple(keys)
        if len(self.header) > context.limits.columns:
            raise errors.TooManyColumns(f"{context.name} has {len(self.header):,} keys.")
        self.match: HeaderMatch = recognise(self.header, context.mapping)
        self._known: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def _items(self) -> Generator[Item, None, None]:
        encoding = {"utf-8": "utf-8-sig", "utf-16": "utf-8-sig"}.get(self.encoding, self.encoding)
        with self._file.path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as stream:
            head = stream.read(64 * 1024)
            stream.seek(0)
            wrapped = _WRAPPED.match(head)
            self.format = "json" if wrapped or head.lstrip().startswith("[") else "jsonl"
            limits = self._context.limits
            if self.format == "jsonl":
                items = _line_items(stream, limits)
            else:
                items = _array_items(stream, limits, wrapped.end() if wrapped else 0)
            for item in items:
                yield item
                self._done = raw.tell()

    def frames(self) -> Iterator[pl.DataFrame]:
        """The objects in order. Values that are no text, number or nothing make the row irregular."""
        names = tuple(self.match.columns)
        with closing(self._items()) as items:
            while batch := list(islice(items, _BATCH)):
                rows: list[int] = []
                values: list[list[str | None]] = []
                for number, item in batch:
                    fields = self._fields(item, names)
                    if fields is None:
                        self._refuse(number, item)
                    else:
                        rows.append(number)
                        values.append(fields)
                yield frame_of(names, rows, values, [0] * len(rows))
                self._report()

    def _fields(self, item: object, names: tuple[str, ...]) -> list[str | None] | None:
        if not isinstance(item, dict):
            return None
        found: dict[str, str | None] = {}
        for key, column in self._columns_of(tuple(item)):
            value = item[key]
            if isinstance(value, (dict, list)):
                return None
            found[column] = scalar_text(value)
        return [found.get(name) for name in names]

    def _columns_of(self, keys: tuple[str, ...]) -> list[tuple[str, str]]:
        """Which keys of an object are which columns; objects of one shape are looked at once."""
        known = self._known.get(keys)
        if known is None:
            match = recognise(keys, self._context.mapping)
            known = [(keys[place], column) for column, place in match.columns.items()]
            if len(self._known) < _PEEK:
                self._known[keys] = known
        return known

    def _refuse(self, number: int, item: object) -> None:
        text = item.decode("utf-8", "replace") if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False)
        self._context.irregulars.add(Irregular(self._context.file, number, (text[:1000],), self.header))

    def _report(self) -> None:
        if self._context.progress:
            self._context.progress(min(self._done, self.size), self.size)


def scalar_text(value: object) -> str | None:
    """A JSON value as text: whole numbers without `.0`, null as None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _line_items(stream: TextIO, limits: Limits) -> Iterator[Item]:
    number = 0
    while line := stream.readline(limits.line + 1):
        number += 1
        if len(line) > limits.line:
            raise errors.LineTooLong(f"Line {number:,} is longer than {limits.line:,} characters.")
        if not line.strip():
            continue
        try:
            yield number, orjson.loads(line)
        except orjson.JSONDecodeError:
            if number == 1:
                raise errors.BrokenJson("The first line is no JSON object.") from None
            yield number, line.strip().encode()


def _array_items(stream: TextIO, limits: Limits, start: int) -> Iterator[Item]:
    """The items of an array, decoded from a buffer that never holds more than one item and a block."""
    buffer, at, number, ended = stream.read(MB), start, 0, False
    at = buffer.index("[", at) + 1
    decode: Callable[[str, int], tuple[object, int]] = json.JSONDecoder().raw_decode
    while True:
        at = _skip_blank(buffer, at)
        if at < len(buffer) and buffer[at] == "]":
            return
        try:
            item, end = decode(buffer, at)
            complete = end < len(buffer) or ended
        except (json.JSONDecodeError, RecursionError) as error:
            if ended or len(buffer) - at > limits.line:
                raise errors.BrokenJson(f"Item {number + 1:,} of the array is broken.") from error
            complete = False
        if complete:
            number, at = number + 1, end
            yield number, item
            continue
        more = stream.read(MB)
        ended = not more
        buffer, at = buffer[at:] + more, 0


def _skip_blank(buffer: str, at: int) -> int:
    match = _BLANK.match(buffer, at)
    return match.end() if match else at

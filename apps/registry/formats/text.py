"""The bytes of a text file: their encoding, and the file in blocks of whole lines."""

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from apps.registry.formats import errors
from apps.registry.formats.container import MB, Limits

_BLOCK = 3 * MB  # about 25,000 rows
_NOT_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
_ASCII = bytes(range(128))
_MAYBE_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NEWLINES = b"\r\n"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file on disk: where to read it as what, and the digest and size of its own bytes."""

    path: Path
    encoding: str
    sha256: str
    size: int
    mac: bool = False  # lines end with a bare carriage return


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines in UTF-8 without the last line end; `first` is the number of the first, from 1.

    `repaired` are the places (from 0) of lines that were in another encoding than the rest of the file.
    """

    data: bytes
    first: int
    final: bool
    repaired: tuple[int, ...] = ()


def inspect(path: Path, name: str, scratch: Path) -> TextFile:
    """Read `path` once for its digest and encoding: UTF-8, else windows-1252, else Latin-1; UTF-16 by its mark.

    A UTF-16 file is written again in UTF-8 in the folder `scratch`. Raises NotText for binary data.
    """
    with path.open("rb") as file:
        if file.read(2) in _UTF16:
            return _from_utf16(path, name, scratch)
    digest, size, mac = hashlib.sha256(), 0, False
    utf8, other = codecs.getincrementaldecoder("utf-8")(), False
    decodes = True
    with path.open("rb") as file:
        while block := file.read(MB):
            if b"\x00" in block:
                raise errors.NotText(
                    f"{name} holds NUL bytes, so it is no text.", hint="Save the table as CSV in UTF-8."
                )
            if not size:
                mac = b"\n" not in block and b"\r" in block.rstrip()
            digest.update(block)
            size += len(block)
            decodes = decodes and _decodes(utf8, block)
            other = other or (not block.isascii() and any(byte in block for byte in _NOT_CP1252))
    decodes = decodes and _decodes(utf8, b"", final=True)
    encoding = "utf-8" if decodes else "latin-1" if other else "cp1252"
    return TextFile(path, encoding, digest.hexdigest(), size, mac)


def blocks(
    file: TextFile, limits: Limits, carried: "Carry", progress: Progress | None = None, *, size: int = 0
) -> Iterator[Block]:
    """The file as blocks of whole lines. Raises LineTooLong for a line beyond `limits.line`.

    The reader of a block puts lines it cannot finish into `carried`; they come again at the head of the next block.
    """
    first, done, rest = 1, 0, b""
    with file.path.open("rb") as stream:
        while data := stream.read(size or _BLOCK):
            done += len(data)
            whole, rest = _whole_lines(_plain_newlines(rest + data, file.mac), limits)
            if whole is None:
                continue
            text, repaired = _utf8(whole.removeprefix(codecs.BOM_UTF8) if first == 1 else whole, file.encoding)
            block = _with_carried(text, first, repaired, carried)
            first += text.count(b"\n") + 1
            yield block
            if progress:
                progress(done, file.size)
    text, repaired = _utf8(rest.removeprefix(codecs.BOM_UTF8) if first == 1 else rest, file.encoding)
    yield _with_carried(text.rstrip(_NEWLINES), first, repaired, carried, final=True)


class Carry:
    """Lines a block could not finish: their text in UTF-8, each ending in a newline, and how many they are."""

    def __init__(self) -> None:
        self.data = b""
        self.lines = 0

    def put(self, lines: list[str]) -> None:
        """Keep `lines` for the next block."""
        self.data = "".join([line + "\n" for line in lines]).encode()
        self.lines = len(lines)


def _with_carried(text: bytes, first: int, repaired: tuple[int, ...], carried: Carry, *, final: bool = False) -> Block:
    data, lines = carried.data, carried.lines
    carried.data, carried.lines = b"", 0
    if final and not text and data:
        text, data = data[:-1], b""
    return Block(data + text, first - lines, final, tuple(place + lines for place in repaired))


def _whole_lines(data: bytes, limits: Limits) -> tuple[bytes | None, bytes]:
    end = data.rfind(b"\n")
    if len(data) - end - 1 > limits.line:
        raise errors.LineTooLong(f"A line is longer than {limits.line:,} bytes.")
    return (data[:end], data[end + 1 :]) if end >= 0 else (None, data)


def _plain_newlines(data: bytes, mac: bool) -> bytes:
    return data.replace(b"\r", b"\n") if mac else data


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes, encoding: str) -> tuple[bytes, tuple[int, ...]]:
    """`data` in UTF-8, and the places of lines that were UTF-8 within a file of an older encoding."""
    if encoding == "utf-8" or data.isascii():
        return data, ()
    if not _MAYBE_UTF8.search(data.translate(None, _ASCII)):
        return data.decode(encoding).encode("utf-8"), ()
    lines, repaired = data.split(b"\n"), []
    for place, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            repaired.append(place)
        except UnicodeDecodeError:
            lines[place] = line.decode(encoding).encode("utf-8")
    return b"\n".join(lines), tuple(repaired)


def _from_utf16(path: Path, name: str, scratch: Path) -> TextFile:
    target = scratch / "as-utf8"
    digest, decoder, size = hashlib.sha256(), codecs.getincrementaldecoder("utf-16")(), 0
    try:
        with path.open("rb") as source, target.open("wb") as out:
            while block := source.read(MB):
                digest.update(block)
                size += len(block)
                out.write(decoder.decode(block).encode("utf-8"))
            out.write(decoder.decode(b"", True).encode("utf-8"))
    except UnicodeError as error:
        raise errors.NotText(f"{name} begins as UTF-16 but is none.") from error
    with target.open("rb") as written:
        mac = b"\n" not in (head := written.read(MB)) and b"\r" in head
    return TextFile(target, "utf-16", digest.hexdigest(), size, mac)

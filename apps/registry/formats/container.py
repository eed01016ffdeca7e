"""Opening what people send: plain files, gzip, zip, workbooks. Known by content, never by name.

Nothing is held in memory: compressed members are unpacked to a temporary directory under limits, and read from there.
"""

import gzip
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Literal

from apps.registry.formats import errors

MB = 1 << 20
_BLOCK = MB
_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_OTHER = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"PAR1": "a Parquet file", b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 file", b"\xfd7zXZ": "an xz file", b"\x28\xb5\x2f\xfd": "a zstd file", b"SQLite": "a database",
}  # fmt: skip

MemberKind = Literal["text", "sheet"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read, in bytes unless said otherwise. The defaults suit files of several million rows."""

    total: int = 4 << 30  # unpacked, all members together
    members: int = 200
    ratio: int = 200  # unpacked to packed, past `ratio_from`
    ratio_from: int = 10 * MB
    sheet: int = 600 * MB  # a workbook unpacked, for it is parsed as a whole
    line: int = MB
    columns: int = 1000
    irregular: int = 100_000  # rows


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """One file to read: its name for people, the place of its bytes on disk, and what it is.

    `scratch` is a folder for what reading it needs, removed with the member.
    """

    name: str
    path: Path
    kind: MemberKind
    scratch: Path

    @property
    def size(self) -> int:
        """Unpacked size in bytes."""
        return self.path.stat().st_size


def open_members(source: str | Path | BinaryIO, name: str, limits: Limits = DEFAULT) -> Iterator[Member]:
    """Every file in `source`, one after another; a member's bytes are gone once the next is asked for.

    `source` is a path or an open binary file. Raises FormatError: broken, encrypted, nested or unsafe archives, other
    kinds of file, empty files, and whatever unpacks beyond the limits.
    """
    with tempfile.TemporaryDirectory(prefix="registry-") as folder:
        path = Path(source) if isinstance(source, (str, Path)) else _spooled(source, Path(folder), limits)
        head = _head(path, name)
        if head.startswith(_GZIP):
            yield _gunzipped(path, name, Path(folder), limits)
        elif head.startswith((_ZIP, _EMPTY_ZIP)):
            yield from _zipped(path, name, Path(folder), limits)
        else:
            yield _plain(path, name, head, Path(folder))


def _head(path: Path, name: str) -> bytes:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise errors.EmptyFile(f"{name} is empty.")
    return head


def _plain(path: Path, name: str, head: bytes, folder: Path) -> Member:
    if head.startswith(_OLE):
        return Member(name, path, "sheet", folder)
    for magic, what in _OTHER.items():
        if head.startswith(magic):
            raise errors.NotText(f"{name} is {what}, not a table.")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise errors.NotText(f"{name} holds binary data, not text.")
    return Member(name, path, "text", folder)


def _spooled(source: BinaryIO, folder: Path, limits: Limits) -> Path:
    path = folder / "upload"
    with path.open("wb") as file:
        size = 0
        while block := source.read(_BLOCK):
            size += len(block)
            if size > limits.total:
                raise errors.TooLarge(f"The file is larger than {limits.total // MB:,} MB.")
            file.write(block)
    return path


def _gunzipped(path: Path, name: str, folder: Path, limits: Limits) -> Member:
    """The one file in a gzip of one or several gzip members."""
    inner = name[:-3] if name.lower().endswith(".gz") else name
    target = folder / "gunzipped"
    try:
        with gzip.GzipFile(path, "rb") as file:
            _unpack(file, target, inner, packed=path.stat().st_size, limits=limits)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise errors.BrokenArchive(f"{name} is a broken or cut-off gzip file.") from error
    return _inner_member(target, inner, limits)


def _zipped(path: Path, name: str, folder: Path, limits: Limits) -> Iterator[Member]:
    with _zip_errors(name), zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if any(info.filename == "[Content_Types].xml" for info in infos):
            yield _workbook(path, name, infos, folder, limits)
            return
        files = _checked(infos, name, limits)
        total = 0
        for info in files:
            target = folder / "member"
            with archive.open(info) as file:
                packed = info.compress_size
                total = _unpack(file, target, info.filename, packed=packed, limits=limits, before=total)
            yield _inner_member(target, f"{name}/{info.filename}", limits)


@contextmanager
def _zip_errors(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, zlib.error, EOFError) as error:
        raise errors.BrokenArchive(f"{name} is a broken or cut-off zip file.") from error


def _checked(infos: list[zipfile.ZipInfo], name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members worth reading; archives that try tricks are refused before a byte is unpacked."""
    if len(infos) > limits.members:
        raise errors.TooManyMembers(f"{name} holds {len(infos):,} files; {limits.members} at most are read.")
    for info in infos:
        _refuse_tricks(info, name)
    files = [i for i in infos if not i.is_dir() and not _is_litter(i.filename)]
    if not files:
        raise errors.EmptyFile(f"{name} holds no files.")
    if sum(i.file_size for i in files) > limits.total:
        raise errors.TooLarge(f"{name} unpacks to more than {limits.total // MB:,} MB.")
    return files


def _refuse_tricks(info: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
        raise errors.UnsafeArchive(f"{name} holds a file that would be written elsewhere: {info.filename!r}.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise errors.UnsafeArchive(f"{name} holds a link: {info.filename!r}.")
    if info.flag_bits & 0x1:
        raise errors.EncryptedFile(f"{name} is protected by a password.")


def _is_litter(filename: str) -> bool:
    """What desktops add to archives without being asked."""
    path = PurePosixPath(filename)
    return path.parts[0] == "__MACOSX" or path.name.startswith(".") or path.name in ("Thumbs.db", "desktop.ini")


def _workbook(path: Path, name: str, infos: list[zipfile.ZipInfo], folder: Path, limits: Limits) -> Member:
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.sheet:
        raise errors.TooLarge(f"{name} unpacks to more than {limits.sheet // MB:,} MB.", hint="Save it as CSV.")
    packed = max(1, path.stat().st_size)
    if unpacked > limits.ratio_from and unpacked > packed * limits.ratio:
        raise errors.SuspiciousRatio(f"{name} unpacks to {unpacked // packed:,} times its size.")
    return Member(name, path, "sheet", folder)


def _inner_member(path: Path, name: str, limits: Limits) -> Member:
    head = _head(path, name)
    if head.startswith(_ZIP):
        return _inner_workbook(path, name, limits)
    if head.startswith(_GZIP):
        raise errors.NestedArchive(f"{name} is an archive inside an archive.")
    return _plain(path, name, head, path.parent)


def _inner_workbook(path: Path, name: str, limits: Limits) -> Member:
    with _zip_errors(name), zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if any(info.filename == "[Content_Types].xml" for info in infos):
            return _workbook(path, name, infos, path.parent, limits)
    raise errors.NestedArchive(f"{name} is an archive inside an archive.")


def _unpack(
    source: IO[bytes] | gzip.GzipFile, target: Path, name: str, *, packed: int, limits: Limits, before: int = 0
) -> int:
    """Write `source` to `target`; returns the total unpacked so far. Sizes in headers are not believed."""
    size = 0
    with target.open("wb") as file:
        while block := source.read(_BLOCK):
            size += len(block)
            if before + size > limits.total:
                raise errors.TooLarge(f"{name} unpacks to more than {limits.total // MB:,} MB.")
            if size > limits.ratio_from and size > max(1, packed) * limits.ratio:
                raise errors.SuspiciousRatio(f"{name} unpacks to more than {limits.ratio} times its size.")
            file.write(block)
    return before + size

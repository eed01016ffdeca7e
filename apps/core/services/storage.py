"""Uploaded files, kept by content in the workspace's own folder."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from apps.core.db import connection

CHUNK = 1024 * 1024


class UploadRefused(ValueError):
    """A file that is not taken in at all; nothing was kept."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True)
class Stored:
    """A stored file: path below the workspace's folder, checksum, size in bytes, and the name it came with."""

    name: str
    path: str
    sha256: str
    size: int


def folder(schema: str | None = None) -> Path:
    """Where this workspace's files lie; no other workspace's paths are ever opened from it."""
    return Path(settings.MEDIA_ROOT) / (schema or connection.schema_name)


def store(name: str, stream: BinaryIO) -> Stored:
    """Keep a stream under its checksum. The same content is kept once."""
    place = folder() / "uploads"
    place.mkdir(parents=True, exist_ok=True)
    temporary = place / f".{secrets.token_hex(8)}.part"
    try:
        sha256, size = _write(temporary, stream)
        final = place / sha256[:2] / sha256
        final.parent.mkdir(exist_ok=True)
        os.replace(temporary, final)
    except OSError as error:
        raise UploadRefused("storage_full", "The file could not be stored.", "Try again, or tell support.") from error
    finally:
        temporary.unlink(missing_ok=True)
    return Stored(clean_name(name), str(final.relative_to(folder())), sha256, size)


def _write(path: Path, stream: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > settings.COLABASE_UPLOAD_LIMIT:
                limit = settings.COLABASE_UPLOAD_LIMIT // 1024 // 1024
                raise UploadRefused("too_large", f"The file is larger than {limit} MB.", "Split it, or compress it.")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def clean_name(name: str) -> str:
    """The last part of a file name, without control characters, to show to people only."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in bare if c.isprintable())[:200] or "upload"


def path_of(stored_path: str) -> Path:
    """The file on disk; refuses anything outside the workspace's folder."""
    root = folder().resolve()
    found = (root / stored_path).resolve()
    if not found.is_relative_to(root):
        raise UploadRefused("no_such_file", "There is no such file.")
    return found


def stored_before(moment: datetime) -> Iterator[str]:
    """Stored paths, and what broken uploads left, last written before a moment."""
    root = folder()
    for place, _folders, names in os.walk(root / "uploads"):
        for name in names:
            file = Path(place, name)
            with suppress(FileNotFoundError):  # an upload that ends just now
                if file.stat().st_mtime < moment.timestamp():
                    yield str(file.relative_to(root))


def remove_older(stored_path: str, *, before: datetime) -> int | None:
    """Remove a stored file; its size in bytes, or None when it is gone or has just been stored anew.

    It is taken aside first: whoever stores the same content meanwhile gets a file of their own.
    """
    place = path_of(stored_path)
    aside = place.with_name(f".{secrets.token_hex(8)}.gone")
    try:
        os.replace(place, aside)
    except FileNotFoundError:
        return None
    found = aside.stat()
    if found.st_mtime >= before.timestamp():
        os.replace(aside, place)
        return None
    aside.unlink()
    return found.st_size

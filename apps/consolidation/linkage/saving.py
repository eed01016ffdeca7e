"""An index in a file: plain arrays behind a header, mapped into memory, so that a new process need not build it anew.

The file has a line that names the making, a header in JSON that says what stands where, and the arrays. Nothing in it is
ever executed. It is taken for missing when the engine that wrote it was another one, or when its checksum is wrong.
"""

import hashlib
import json
import mmap
import os
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from apps.consolidation.linkage.bags import Bags, Vocabulary
from apps.consolidation.linkage.candidates import Keys
from apps.consolidation.linkage.columns import Evidence, Names, Words
from apps.consolidation.linkage.index import Index
from apps.consolidation.linkage.tables import Table
from apps.consolidation.linkage.weights import Weights

_CLASSES = {one.__name__: one for one in (Table, Names, Evidence, Words, Weights, Keys)}
_ALIGNED = 64
_HEAD = 128
_FORMATS = Path(__file__).parents[2] / "registry" / "formats"


def save(index: Index, path: Path, note: Mapping[str, Any]) -> None:
    """Write an index that is `ready`, with a note of plain values, in place of what is there: whole or not at all, and
    for nobody else to read."""
    pile = _Pile()
    tree = {"table": pile.put(index.table), "alive": pile.put(index.alive), "keys": pile.put(index.keys)}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            _write(out, {"tree": tree, "note": dict(note)}, pile.arrays)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def saved(path: Path) -> tuple[Index, dict[str, Any]] | None:
    """The index of a file and its note; None if there is none that can be used."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header, start = _header(mapped)
        if header is None or zlib.crc32(memoryview(mapped)[start:]) != header["sum"]:
            return None
        return _index(_Taken(mapped, start, header["arrays"]), header["tree"]), header["note"]
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None  # missing, empty, cut short or not one of ours


@cache
def making() -> str:
    """Names the code that makes what is in a file: views of names, words of the trade, codes."""
    digest = hashlib.sha256(np.__version__.encode())
    for folder in (Path(__file__).parent, _FORMATS):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _write(out: Any, header: dict[str, Any], arrays: list[Any]) -> None:
    """The first line has a fixed length, so that it can be written last."""
    places, at, check = [], 0, 0
    for one in arrays:
        places.append([one.dtype.str, one.shape[0], at])
        at += -(-one.nbytes // _ALIGNED) * _ALIGNED
    for one in arrays:
        check = zlib.crc32(bytes(-one.nbytes % _ALIGNED), zlib.crc32(memoryview(one).cast("B"), check))
    text = json.dumps({**header, "arrays": places, "sum": check}).encode()
    text += b" " * (-(len(text) + _HEAD) % _ALIGNED)
    out.write(f"{making()} {len(text)}".encode().ljust(_HEAD))
    out.write(text)
    for one in arrays:
        out.write(memoryview(one).cast("B"))
        out.write(bytes(-one.nbytes % _ALIGNED))


def _header(mapped: mmap.mmap) -> tuple[dict[str, Any] | None, int]:
    made, size = mapped[:_HEAD].split()
    end = _HEAD + int(size)
    return (json.loads(mapped[_HEAD:end]) if made == making().encode() else None), end


def _index(taken: "_Taken", tree: dict[str, Any]) -> Index:
    table, alive = taken.get(tree["table"]), taken.get(tree["alive"])
    rows = np.flatnonzero(alive)
    return Index(table, alive, dict(zip(table.ids[rows].tolist(), rows.tolist(), strict=True)), taken.get(tree["keys"]))


@dataclass
class _Pile:
    """Arrays to be written; what is put in becomes a tree of plain values that says where it is."""

    arrays: list[Any] = field(default_factory=list)

    def put(self, value: Any) -> Any:
        if is_dataclass(value):
            return [type(value).__name__, {one.name: self.put(getattr(value, one.name)) for one in fields(value)}]
        if isinstance(value, int | np.ndarray):
            return ["int", value] if isinstance(value, int) else ["array", self._array(value)]
        if isinstance(value, Bags):
            return ["Bags", [self._array(value.starts), self._array(value.ids)]]
        if isinstance(value, Vocabulary):
            return ["Vocabulary", self._texts(value.texts)]
        if isinstance(value, list):
            return self._list(value)
        parts = [self._array(np.asarray(one)) for one in (value.data, value.indices, value.indptr)]
        return ["matrix", [*parts, list(value.shape)]]

    def _list(self, value: list[Any]) -> Any:
        if not value or isinstance(value[0], str):
            return ["texts", self._texts(value)]
        sizes = np.fromiter(map(len, value), np.int64, len(value))
        return ["sets", [self._array(sizes), self._texts([text for one in value for text in sorted(one)])]]

    def _texts(self, texts: list[str]) -> list[int]:
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        letters = np.frombuffer("".join(texts).encode("utf-8", "surrogatepass"), np.uint8)
        return [self._array(sizes), self._array(letters)]

    def _array(self, value: Any) -> int:
        self.arrays.append(np.ascontiguousarray(value))
        return len(self.arrays) - 1


@dataclass(frozen=True)
class _Taken:
    """The same the other way round."""

    mapped: mmap.mmap
    start: int
    places: list[Any]

    def get(self, tree: Any) -> Any:
        kind, value = tree
        if kind in _CLASSES:
            return _CLASSES[kind](**{name: self.get(one) for name, one in value.items()})
        return value if kind == "int" else getattr(self, f"_{kind.lower()}")(value)

    def _array(self, number: int) -> Any:
        kind, size, at = self.places[number]
        return np.frombuffer(self.mapped, np.dtype(kind), size, self.start + at)

    def _bags(self, value: list[int]) -> Bags:
        return Bags(self._array(value[0]), self._array(value[1]))

    def _vocabulary(self, value: list[int]) -> Vocabulary:
        return Vocabulary(self._texts(value))

    def _matrix(self, value: list[Any]) -> Any:
        data, indices, starts = (self._array(number) for number in value[:3])
        return sparse.csr_matrix((data, indices, starts), shape=tuple(value[3]), copy=False)

    def _texts(self, value: list[int]) -> list[str]:
        whole = self._array(value[1]).tobytes().decode("utf-8", "surrogatepass")
        ends = self._array(value[0]).cumsum().tolist()
        return [whole[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def _sets(self, value: list[Any]) -> list[frozenset[str]]:
        texts, ends = self._texts(value[1]), self._array(value[0]).cumsum().tolist()
        return [frozenset(texts[start:end]) for start, end in zip([0, *ends], ends, strict=False)]

"""Reading pairs in the form of the public matching sets: `COL name VAL value ...<tab>...<tab>0 or 1`."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from apps.consolidation.linkage.bags import Ints
from apps.consolidation.linkage.fields.schema import Record

_FIELD = re.compile(r"COL (\S+) VAL ?(.*?)(?= COL \S+ VAL|$)")
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs of records and, for each, 1 if they are one thing."""

    pairs: list[tuple[Record, Record]]
    labels: Ints


def record(text: str) -> Record:
    """One side of a line."""
    return {name: value.strip() for name, value in _FIELD.findall(text.strip())}


def read(path: Path) -> PairSet:
    """A file of pairs; lines that are no pair are passed over."""
    lines = [line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [parts for parts in lines if len(parts) == _COLUMNS and parts[2].strip() in ("0", "1")]
    pairs = [(record(parts[0]), record(parts[1])) for parts in rows]
    return PairSet(pairs, np.array([int(parts[2]) for parts in rows], np.int64))

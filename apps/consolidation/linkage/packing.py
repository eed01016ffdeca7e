"""The features of a pair as they are kept with a finding: small, and readable as long as the features stay the same."""

import hashlib
from array import array
from collections.abc import Iterable
from math import isnan
from typing import Final

from apps.consolidation.linkage.features import FEATURES

KEY: Final = hashlib.sha256(" ".join(FEATURES).encode()).hexdigest()[:12]
"""Names this list of features; what was kept under another key cannot be compared with it."""
_DIGITS = 6


def packed(values: Iterable[float]) -> bytes:
    """One row of features, four bytes each."""
    return array("f", values).tobytes()


def unpacked(data: bytes) -> list[float | None]:
    """The row as plain numbers for JSON; None where nothing was known."""
    row = array("f")
    row.frombytes(data)
    return [None if isnan(one) else round(one, _DIGITS) for one in row]

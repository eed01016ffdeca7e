"""Normal form and display name of brand spellings, each distinct one once.

A first load has tens of thousands of them: they are worked out beside the reading, while the database copies.
"""

from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from apps.registry.formats.display import display_name
from apps.registry.formats.names import MOST_SHOWN, identity_form

Named = tuple[str, str]
"""(normal form, display name)"""


def name_of(spelling: str) -> Named:
    """Normal form and display name, both short enough to be indexed; a name of punctuation is its own form."""
    return identity_form(spelling), display_name(spelling)[:MOST_SHOWN]


class Namer:
    """Names spellings in a thread of its own, batch by batch. `names()` waits for what was fed."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="namer")
        self._work: list[Future[None]] = []
        self._names: dict[str, Named] = {}

    def feed(self, frame: pl.DataFrame) -> None:
        """Take the `brand_name` column of a batch."""
        self._work.append(self._pool.submit(self._name, frame["brand_name"].unique()))

    def _name(self, spellings: pl.Series) -> None:
        for spelling in spellings:
            if spelling not in self._names:
                self._names[spelling] = name_of(spelling)

    def names(self) -> dict[str, Named]:
        """Every spelling fed so far with its names. The thread ends."""
        self._pool.shutdown(wait=True)
        for work in self._work:
            work.result()
        return self._names

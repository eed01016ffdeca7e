"""Normal form and display name of brand spellings, each distinct one once.

A first load has tens of thousands of them: they are worked out beside the reading, while the database copies.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from apps.registry.formats.display import display_name
from apps.registry.formats.names import MOST_SHOWN, identity_form

Named = tuple[str, str]
"""(normal form, display name)"""

Name = Callable[[pl.Series], pl.DataFrame]
"""Distinct spellings -> a frame of brand_name, normal_form, display_name that has them all."""

NAMES = {"brand_name": pl.String, "normal_form": pl.String, "display_name": pl.String}


def name_of(spelling: str) -> Named:
    """Normal form and display name, both short enough to be indexed; a name of punctuation is its own form."""
    return identity_form(spelling), display_name(spelling)[:MOST_SHOWN]


def name_all(spellings: pl.Series, known: Mapping[str, Named] | None = None) -> pl.DataFrame:
    """Name these spellings; `known` are those worked out before."""
    found = known or {}
    rows = [(spelling, *(found.get(spelling) or name_of(spelling))) for spelling in spellings]
    return pl.DataFrame(rows, schema=NAMES, orient="row")


class Namer:
    """Names spellings in a thread of its own, batch by batch. Called, it waits for what was fed; then it is done."""

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

    def __call__(self, spellings: pl.Series) -> pl.DataFrame:
        """The names of these spellings, as `name_all`. The thread ends."""
        self._pool.shutdown(wait=True)
        for work in self._work:
            work.result()
        return name_all(spellings, self._names)

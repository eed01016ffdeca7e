"""Normal form and display name of brand spellings, each distinct one once.

A first load has tens of thousands of them: they are worked out beside the reading, while the database copies.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import polars as pl

from apps.core.turns import by_turns
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


def name_all(spellings: pl.Series) -> pl.DataFrame:
    """Name these spellings."""
    given = spellings.to_list()
    named = [name_of(spelling) for spelling in by_turns(given)]
    return pl.DataFrame([given, [form for form, _ in named], [shown for _, shown in named]], schema=NAMES)


class Namer:
    """Names the spellings of a first load in a thread of its own, while the database compares.

    `feed` it every batch, then `start`. Called, it waits for what was fed; then it is done.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="namer")
        self._fed: list[pl.Series] = []
        self._work: Future[pl.DataFrame] | None = None

    def feed(self, frame: pl.DataFrame) -> None:
        """Take the `brand_name` column of a batch."""
        self._fed.append(frame["brand_name"].unique())

    def start(self) -> None:
        """Everything is read: begin. Before, the thread would only hold the reading up."""
        every = pl.concat(self._fed).unique() if self._fed else pl.Series([], dtype=pl.String)
        self._work = self._pool.submit(name_all, every)
        self._pool.shutdown(wait=False)

    def __call__(self, _spellings: pl.Series) -> pl.DataFrame:
        """The names of all that was fed."""
        if self._work is None:
            self.start()
        return cast(Future[pl.DataFrame], self._work).result()

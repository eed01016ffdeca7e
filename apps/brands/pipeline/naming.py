"""Normal form and display name of brand spellings, each distinct one once.

A first load has tens of thousands of them: they are worked out in a thread, while the database compares.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from apps.core.turns import by_turns
from apps.registry.formats.display import display_name
from apps.registry.formats.names import MOST_SHOWN, identity_form

Named = tuple[str, str]
"""(normal form, display name)"""

Name = Callable[[pl.Series], pl.DataFrame]
"""Distinct spellings -> a frame of brand_name, normal_form, display_name that has them all."""

AT_ONCE = 50_000
NAMES = {"brand_name": pl.String, "normal_form": pl.String, "display_name": pl.String}


def name_of(spelling: str) -> Named:
    """Normal form and display name, both short enough to be indexed; a name of punctuation is its own form."""
    return identity_form(spelling), display_name(spelling)[:MOST_SHOWN]


def name_all(spellings: pl.Series) -> pl.DataFrame:
    """Name these spellings."""
    parts = (_named(spellings[start : start + AT_ONCE].to_list()) for start in range(0, len(spellings), AT_ONCE))
    return pl.concat([pl.DataFrame(schema=NAMES), *parts])


def _named(given: list[str]) -> pl.DataFrame:
    named = [name_of(spelling) for spelling in by_turns(given)]
    return pl.DataFrame([given, [form for form, _ in named], [shown for _, shown in named]], schema=NAMES)


def complete(known: pl.DataFrame, spellings: pl.Series) -> pl.DataFrame:
    """Names worked out before, with those of the spellings that are not among them."""
    missing = spellings.filter(~spellings.is_in(known["brand_name"].implode()))
    return pl.concat([known, name_all(missing)])


class Namer:
    """Names the spellings of a first load in a thread of its own, while the database compares.

    `feed` it every batch, then `start`. Called, it waits for what was fed; then it is done.
    """

    def __init__(self) -> None:
        self._fed: list[pl.Series] = [pl.Series([], dtype=pl.String)]
        self._work: Future[pl.DataFrame] | None = None

    def feed(self, frame: pl.DataFrame) -> None:
        """Take the `brand_name` column of a batch."""
        self._fed.append(frame["brand_name"].unique())

    def start(self) -> Future[pl.DataFrame]:
        """Everything is read: begin. Before, the thread would only hold the reading up."""
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="namer")
        self._work = pool.submit(name_all, pl.concat(self._fed).unique())
        pool.shutdown(wait=False)
        return self._work

    def __call__(self, spellings: pl.Series) -> pl.DataFrame:
        """The names of all that was fed, and of these spellings. Many are let go: the caller has them."""
        work = self._work or self.start()
        if len(spellings) > AT_ONCE:
            self._work, self._fed = None, self._fed[:1]
        return complete(work.result(), spellings)

"""What a scan and a question are asked of: all brands of a workspace, made ready once and kept up to date."""

from collections.abc import Iterable
from typing import Self

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Ints
from apps.consolidation.linkage.candidates import Keys
from apps.consolidation.linkage.records import Brands
from apps.consolidation.linkage.tables import Table


class Index:
    """Brands ready to be compared. Building it is the costly part; `updated` takes in what an import changed.

    Nothing is written into one that was built: questions and scans may read it while the next is being made.
    How rare a word or a holder is stays as it was when the index was built, so that one pair gets one verdict
    whether it is met in a scan or in a question.
    """

    def __init__(self, table: Table, alive: npt.NDArray[np.bool_], rows: dict[int, int], keys: Keys | None) -> None:
        self.table, self.alive, self.rows, self._keys = table, alive, rows, keys

    @classmethod
    def build(cls, brands: Brands) -> Self:
        """From all brands."""
        table = Table.of(brands)
        rows = {id_: row for row, id_ in enumerate(table.ids.tolist())}
        return cls(table, np.ones(len(table.ids), bool), rows, None)

    def __len__(self) -> int:
        return int(self.alive.sum())

    @property
    def keys(self) -> Keys:
        """The keys by which mates are found; made when first asked for."""
        if self._keys is None:
            self._keys = Keys.of(self.table)
        return self._keys

    def ready(self) -> Self:
        """Itself, with the keys made, so that the first question is as quick as the second."""
        _ = self.keys
        return self

    def updated(self, brands: Brands, removed: Iterable[int] = ()) -> Self:
        """The next index, with new and changed brands and without those that are gone; one thread at a time."""
        rows, alive = dict(self.rows), np.append(self.alive, np.ones(len(brands), bool))
        gone = [rows.pop(id_) for id_ in [*removed, *brands.ids] if id_ in rows]
        alive[gone] = False
        if not len(brands):
            return type(self)(self.table, alive, rows, self._keys)
        new, shift = self.table.beside(brands), len(self.table.ids)
        rows.update({id_: shift + row for row, id_ in enumerate(brands.ids)})
        keys = self._keys.with_more(new, len(self.table.names)) if self._keys is not None else None
        return type(self)(self.table.with_more(new), alive, rows, keys)

    def rows_of(self, ids: Iterable[int]) -> Ints:
        """The rows of spellings of these brands; ids it does not know are passed over."""
        wanted = np.zeros(len(self.table.ids), bool)
        wanted[[self.rows[id_] for id_ in ids if id_ in self.rows]] = True
        return np.flatnonzero(wanted[self.table.names.brand])

    def is_alive(self, spellings: Ints) -> npt.NDArray[np.bool_]:
        """Whether the brands of these rows are still there."""
        return np.asarray(self.alive[self.table.names.brand[spellings]])

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
    """Brands ready to be compared. Building it is the costly part; `update` takes in what an import changed.

    How rare a word or a holder is stays as it was when the index was built, so that one pair gets one verdict
    whether it is met in a scan or in a question.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.alive: npt.NDArray[np.bool_] = np.ones(len(table.ids), bool)
        self.rows = {id_: row for row, id_ in enumerate(table.ids.tolist())}
        self._keys: Keys | None = None

    @classmethod
    def build(cls, brands: Brands) -> Self:
        """From all brands."""
        return cls(Table.of(brands))

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

    def update(self, brands: Brands, removed: Iterable[int] = ()) -> Self:
        """Take in new and changed brands, and forget those that are gone."""
        for id_ in [*removed, *brands.ids]:
            row = self.rows.pop(id_, None)
            if row is not None:
                self.alive[row] = False
        if len(brands):
            shift, spellings = len(self.table.ids), len(self.table.names)
            new = self.table.extended(brands)
            self.alive = np.concatenate([self.alive, np.ones(len(brands), bool)])
            self.rows.update({id_: shift + row for row, id_ in enumerate(brands.ids)})
            if self._keys is not None:
                self._keys.extend(self.table, new, spellings)
        return self

    def rows_of(self, ids: Iterable[int]) -> Ints:
        """The rows of spellings of these brands; ids it does not know are passed over."""
        wanted = np.zeros(len(self.table.ids), bool)
        wanted[[self.rows[id_] for id_ in ids if id_ in self.rows]] = True
        return np.flatnonzero(wanted[self.table.names.brand])

    def is_alive(self, spellings: Ints) -> npt.NDArray[np.bool_]:
        """Whether the brands of these rows are still there."""
        return np.asarray(self.alive[self.table.names.brand[spellings]])

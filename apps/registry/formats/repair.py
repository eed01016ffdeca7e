"""Rows with too many fields: unquoted commas inside names or descriptions, and how they may be mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apps.registry.formats import codes
from apps.registry.formats.headers import COLA_COLUMNS

_FIRST = COLA_COLUMNS[:4]  # TTB ID, permit, serial, date: never hold a comma
_NAMES = COLA_COLUMNS[4:6]
_LAST_TEN = COLA_COLUMNS[6:10]
_LAST_EIGHT = ("origin", "class_type")  # exports of before descriptions were added


@dataclass(frozen=True, slots=True)
class Split:
    """One way of reading a broken row: `values` by canonical column.

    `described` says that a known description holding a comma explains the break, without any doubt about the names.
    """

    values: dict[str, str]
    described: bool = False

    @property
    def permit(self) -> str:
        return self.values["permit"].strip()

    @property
    def brand(self) -> str:
        return self.values["brand_name"].strip()


def splits(fields: Sequence[str], header_count: int, columns: Sequence[str] | None = None) -> list[Split]:
    """The ways of reading a row of too many `fields` under a header of the registry's 10 or 8 columns.

    The first four fields and the last four (two of an 8-column file) stand where they stand; what is between is
    fanciful and brand name, cut at every comma in turn. Then the same with the comma in a known description.
    Other headers give no ways, for nothing says where their commas belong: pass the canonical names of the header
    in `columns` where they are known, a header in another order is then left alone.
    """
    last = {10: _LAST_TEN, 8: _LAST_EIGHT}.get(header_count)
    if last is None or len(fields) <= header_count:
        return []
    if columns is not None and tuple(columns) != (*_FIRST, *_NAMES, *last):
        return []
    found = _cut_names(fields, last, list(fields[-len(last) :]), described=False)
    if last is _LAST_TEN:
        found += _with_description(fields)
    return found


def choose(candidates: Sequence[Split], is_known_brand: Callable[[str, str], bool]) -> Split | None:
    """The one way that is sure: its brand is known for its permit, or a known description explains it.

    None when no way, or more than one, is sure; the row is then quarantined with the ways as suggestions.
    """
    sure = [c for c in candidates if c.described or is_known_brand(c.permit, c.brand)]
    return sure[0] if len(sure) == 1 else None


def _with_description(fields: Sequence[str]) -> list[Split]:
    """Ways in which the class or the origin description holds the commas (PISCO, GRAPPA; VIRGIN ISLANDS, US)."""
    found = []
    for taken in range(2, len(fields) - 8):
        text = ",".join(fields[-taken:])
        if codes.is_class_description(text):
            found += _described(fields, [*fields[-taken - 3 : -taken], text], taken + 3)
        origin_text = ",".join(fields[-taken - 2 : -2])
        if codes.is_origin_description(origin_text):
            code = fields[-taken - 3]
            found += _described(fields, [code, origin_text, *fields[-2:]], taken + 3)
    return found


def _described(fields: Sequence[str], tail: list[str], taken: int) -> list[Split]:
    return _cut_names(
        [*fields[:-taken], *tail], _LAST_TEN, tail, described=len(fields) - taken == len(_FIRST) + len(_NAMES)
    )


def _cut_names(fields: Sequence[str], last: Sequence[str], tail: list[str], *, described: bool) -> list[Split]:
    first, names = list(fields[:4]), list(fields[4 : len(fields) - len(last)])
    columns = (*_FIRST, *_NAMES, *last)
    return [
        Split(
            dict(zip(columns, [*first, ",".join(names[:i]), ",".join(names[i:]), *tail], strict=True)),
            described,
        )
        for i in range(1, len(names))
    ]

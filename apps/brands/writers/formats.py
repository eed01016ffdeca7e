"""The formats an export can have."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.brands.writers.columnar import ParquetWriter
from apps.brands.writers.sheets import XlsxWriter
from apps.brands.writers.table import Writer
from apps.brands.writers.text import CsvWriter, JsonLinesWriter


@dataclass(frozen=True)
class Format:
    """`is_flat`: cells are text, so codes need words beside them."""

    name: str
    writer: Callable[..., Writer]
    is_flat: bool


FORMATS = {
    one.name: one
    for one in (
        Format("csv", CsvWriter, is_flat=True),
        Format("xlsx", XlsxWriter, is_flat=True),
        Format("jsonl", JsonLinesWriter, is_flat=False),
        Format("parquet", ParquetWriter, is_flat=False),
    )
}

"""Checking and normalising a batch of raw COLA rows, by columns; odd values by Python, each distinct one once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from apps.registry.checks.rules import mask_of
from apps.registry.checks.values import (
    NULL_WORDS,
    ClassText,
    OriginText,
    class_text,
    origin_text,
    ttb_id_faults,
)
from apps.registry.formats.dates import parse_date
from apps.registry.formats.headers import COLA_COLUMNS
from apps.registry.formats.ids import KNOWN_PERMIT, bare_ttb_id, parse_ttb_id, permit_text
from apps.registry.formats.names import clean_text
from apps.registry.formats.reader import RawBatch
from apps.registry.formats.websites import website

_PLAIN = r"^[!-~]+(?: [!-~]+)*$"
_SHORT = 7  # the longest null word
_STATUSES = ("approved", "expired", "surrendered", "revoked")
_MISREAD = "[\u0080-\u009f\ufffd]"  # C1 controls and the replacement character: bytes read in the wrong encoding
_NAMES = ("fanciful_name", "brand_name")


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """`frame`: every row normalised, with `reasons` (0 = enters) and `warnings` as UInt32 masks.

    `rejected`: the raw rows that do not enter, with `file`, `row`, the raw values, `reasons` and `warnings`.
    """

    frame: pl.DataFrame
    rejected: pl.DataFrame


def check_batch(raw: RawBatch, *, today: date, present: Collection[str]) -> CheckedBatch:
    """Check and normalise `raw`; `present` are the columns its file has, for only those can be blank."""
    frame = raw.frame.with_columns(_tidy(c) for c in COLA_COLUMNS).with_columns(
        reasons=_mask(), warnings=pl.col("repairs")
    )
    frame = _names(frame)
    frame = _ttb_ids(frame, today)
    frame = _permits(frame)
    frame = _dates(frame, today, "completed_date" in present)
    frame = _origins(frame, "origin" in present)
    frame = _classes(frame, "class_type" in present)
    frame = _extras(frame)
    frame = frame.with_columns(pl.lit(raw.file, pl.Int16).alias("file"))
    frame = frame.select("file", "row", *COLA_COLUMNS, "reasons", "warnings")
    return CheckedBatch(frame, _rejected(raw, frame))


def _rejected(raw: RawBatch, checked: pl.DataFrame) -> pl.DataFrame:
    marked = raw.frame.with_columns(checked["reasons"], checked["warnings"], pl.lit(raw.file, pl.Int16).alias("file"))
    return marked.filter(pl.col("reasons") != 0).select("file", "row", *COLA_COLUMNS, "reasons", "warnings")


def _tidy(column: str) -> pl.Expr:
    """Spaces at the ends off; blank and words for nothing are null."""
    text = pl.col(column).str.strip_chars()
    nothing = (text.str.len_bytes() <= _SHORT) & text.str.to_lowercase().is_in(NULL_WORDS)
    return pl.when(nothing).then(None).otherwise(text).alias(column)


def _mask(*when: tuple[str, pl.Expr]) -> pl.Expr:
    """The bits of the rules whose condition holds; null is no."""
    mask = pl.lit(0, pl.UInt32)
    for code, condition in when:
        bit = pl.lit(mask_of([code]), pl.UInt32)
        mask = mask | pl.when(condition.fill_null(False)).then(bit).otherwise(pl.lit(0, pl.UInt32))
    return mask


def _flag(frame: pl.DataFrame, *, reasons: pl.Expr | None = None, warnings: pl.Expr | None = None) -> pl.DataFrame:
    added = []
    if reasons is not None:
        added.append(pl.col("reasons") | reasons)
    if warnings is not None:
        added.append(pl.col("warnings") | warnings)
    return frame.with_columns(added)


def _mapped(frame: pl.DataFrame, column: str, odd: pl.Expr, change: Callable[[str], str | None]) -> pl.DataFrame:
    """`column` with `change` applied to its `odd` values, each distinct one once."""
    values = frame.lazy().filter(odd.fill_null(False)).select(pl.col(column).unique()).collect()[column]
    if values.is_empty():
        return frame
    changed = pl.DataFrame(
        {column: values, "changed": pl.Series([change(v) for v in values], dtype=pl.String), "hit": True}
    )
    joined = frame.join(changed, on=column, how="left", maintain_order="left")
    value = pl.when(pl.col("hit").fill_null(False)).then(pl.col("changed")).otherwise(pl.col(column)).alias(column)
    return joined.with_columns(value).drop("changed", "hit")


def _names(frame: pl.DataFrame) -> pl.DataFrame:
    for column in (*_NAMES, "serial"):
        odd = ~pl.col(column).str.contains(_PLAIN)
        if not frame.select(odd.any()).item():
            continue
        frame = _flag(frame, warnings=_mask(("encoding_repaired", odd & pl.col(column).str.contains(_MISREAD))))
        frame = _mapped(frame, column, odd, lambda text: clean_text(text) or None)
    return _flag(frame, reasons=_mask(("brand_missing", pl.col("brand_name").is_null())))


def _ttb_ids(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    frame = frame.with_columns(pl.col("ttb_id").str.strip_chars("'\" "))
    right = pl.col("ttb_id").str.contains(r"^\d{14}$")
    odd = ~right & pl.col("ttb_id").is_not_null()
    frame = frame.with_columns(odd_id=odd.fill_null(False))
    if frame["odd_id"].any():
        frame = _odd_ttb_ids(frame)
    digits = pl.col("ttb_id")
    sound = right.fill_null(False)
    day = pl.when(sound).then(digits.str.slice(2, 3)).cast(pl.Int16, strict=False)
    faults = _mask(
        ("ttb_id_missing", pl.col("ttb_id").is_null() | (pl.col("ttb_id") == "")),
        ("ttb_id_day", sound & ~day.is_between(1, 366)),
    )
    receipt = sound & ~digits.str.slice(5, 3).is_in(["000", "001", "002", "003"])
    year = pl.when(sound).then(digits.str.slice(0, 2)).cast(pl.Int32, strict=False)
    year = year + pl.when(year <= today.year % 100 + 1).then(2000).otherwise(1900)
    frame = _flag(frame, reasons=faults, warnings=_mask(("receipt_code_unknown", receipt)))
    return frame.with_columns(filed=year * 1000 + day.cast(pl.Int32)).drop("odd_id")


def _odd_ttb_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Ids that are not plainly 14 digits: padded where that is sure, else told apart by what is wrong."""
    texts = frame.filter("odd_id")["ttb_id"].unique()
    parsed = [parse_ttb_id(text) for text in texts]
    table = pl.DataFrame(
        {
            "ttb_id": texts,
            "new_id": pl.Series(
                [p.text if p else bare_ttb_id(t) for p, t in zip(parsed, texts, strict=True)], dtype=pl.String
            ),
            "fault": pl.Series([ttb_id_faults(t) for t in texts], dtype=pl.UInt32),
            "padded": pl.Series([bool(p and p.padded) for p in parsed], dtype=pl.Boolean),
        }
    )
    frame = frame.join(table, on="ttb_id", how="left", maintain_order="left")
    frame = _flag(frame, reasons=pl.col("fault").fill_null(0), warnings=_mask(("ttb_id_padded", pl.col("padded"))))
    return frame.with_columns(ttb_id=pl.coalesce("new_id", "ttb_id")).drop("new_id", "fault", "padded")


def _permits(frame: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("permit").str.contains(f"^(?:{KNOWN_PERMIT})$")
    frame = _mapped(frame, "permit", ~known, lambda text: permit_text(clean_text(text)) or None)
    return _flag(
        frame,
        reasons=_mask(("permit_missing", pl.col("permit").is_null())),
        warnings=_mask(("permit_form_unknown", ~known)),
    )


def _dates(frame: pl.DataFrame, today: date, present: bool) -> pl.DataFrame:
    texts = frame["completed_date"].unique().drop_nulls()
    table = pl.DataFrame(
        {"completed_date": texts, "day": pl.Series([parse_date(text) for text in texts], dtype=pl.Date)}
    )
    frame = frame.join(table, on="completed_date", how="left", maintain_order="left")
    day = pl.col("day")
    filed = day.dt.year().cast(pl.Int32) * 1000 + day.dt.ordinal_day().cast(pl.Int32)
    blank = pl.col("completed_date").is_null() & pl.lit(present)
    frame = _flag(
        frame,
        reasons=_mask(
            ("date_invalid", pl.col("completed_date").is_not_null() & day.is_null()),
            ("date_future", day > today),
        ),
        warnings=_mask(("date_blank", blank), ("completed_before_filed", filed < pl.col("filed"))),
    )
    return frame.with_columns(completed_date=day).drop("day", "filed")


def _origins(frame: pl.DataFrame, present: bool) -> pl.DataFrame:
    return _coded(frame, "origin", "origin_desc", origin_text, blank="origin_blank" if present else None)


def _classes(frame: pl.DataFrame, present: bool) -> pl.DataFrame:
    return _coded(frame, "class_type", "class_type_desc", class_text, blank="class_blank" if present else None)


def _coded(
    frame: pl.DataFrame,
    code: str,
    description: str,
    read: Callable[[str | None, str | None], OriginText | ClassText],
    *,
    blank: str | None,
) -> pl.DataFrame:
    """A code and its description: there are few distinct pairs, so each is read once."""
    pairs = frame.select(code, description).unique()
    found = [read(*pair) for pair in pairs.iter_rows()]
    table = pairs.with_columns(
        pl.Series("new_code", [f.code for f in found], pl.String),
        pl.Series("new_description", [f.description for f in found], pl.String),
        pl.Series("found_warnings", [f.warnings for f in found], pl.UInt32),
    )
    frame = frame.join(table, on=[code, description], how="left", nulls_equal=True, maintain_order="left")
    frame = _flag(frame, warnings=pl.col("found_warnings").fill_null(0))
    frame = frame.with_columns(pl.col("new_code").alias(code), pl.col("new_description").alias(description))
    if blank:
        frame = _flag(frame, warnings=_mask((blank, pl.col(code).is_null())))
    return frame.drop("new_code", "new_description", "found_warnings")


def _extras(frame: pl.DataFrame) -> pl.DataFrame:
    """Status words in lower case; websites made into addresses, what is none left out with a warning."""
    lower = pl.col("status").str.to_lowercase()
    frame = frame.with_columns(status=pl.when(lower.is_in(_STATUSES)).then(lower).otherwise(pl.col("status")))
    given = pl.col("website").is_not_null()
    frame = _mapped(frame.with_columns(had_site=given), "website", given, website)
    frame = _flag(frame, warnings=_mask(("website_invalid", pl.col("had_site") & pl.col("website").is_null())))
    return frame.drop("had_site")

"""Checking and normalising a batch of raw COLA rows, by columns; odd values by Python, each distinct one once.

A column is first asked by one vectorised test whether a value needs a closer look. Most never do.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from apps.registry.checks.rules import mask_of
from apps.registry.checks.values import (
    NULL_WORDS,
    CodeText,
    class_text,
    day_of,
    origin_text,
    permit_of,
    site_of,
    text_of,
    ttb_id_of,
)
from apps.registry.formats.headers import COLA_COLUMNS
from apps.registry.formats.ids import KNOWN_PERMIT, MOST_CODE, RECEIPT_CODES
from apps.registry.formats.reader import RawBatch

# Not plain ASCII in single spaces, or a word for nothing.
_NOTHING = "|".join(re.escape(word) for word in NULL_WORDS)
_ODD_TEXT = rf"[^ -~]|  |^ | $|^(?i:{_NOTHING})$"
_MISREAD = "[\u0080-\u009f\ufffd]"  # C1 controls and the replacement character: bytes read in the wrong encoding
_CODES = ("permit", "origin", "class_type")
_TEXTS = ("fanciful_name", "brand_name", "serial")
_STATUSES = ("approved", "expired", "surrendered", "revoked")

_Reader = Callable[[str | None, str | None], CodeText]


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """`frame`: every row normalised, with `reasons` (0 = enters) and `warnings` as UInt32 masks.

    `rejected`: the raw rows that do not enter, with `file`, `row`, the raw values, `reasons` and `warnings`.
    """

    frame: pl.DataFrame
    rejected: pl.DataFrame


def check_batch(raw: RawBatch, *, today: date, present: Collection[str]) -> CheckedBatch:
    """Check and normalise `raw`; `present` are the columns its file has, for only those can be blank."""
    frame = raw.frame.with_columns(reasons=pl.lit(0, pl.UInt32), warnings=pl.col("repairs"))
    frame = _texts(frame)
    frame = _ttb_ids(frame, today)
    frame = _permits(frame)
    frame = _dates(frame, today, present)
    frame = _coded(frame, "origin", origin_text, present)
    frame = _coded(frame, "class_type", class_text, present)
    frame = _flag(frame, reasons=_mask(("code_too_long", _too_long())))
    frame = _extras(frame)
    frame = frame.with_columns(pl.lit(raw.file, pl.Int16).alias("file"))
    frame = frame.select("file", "row", *COLA_COLUMNS, "reasons", "warnings")
    return CheckedBatch(frame, _rejected(raw, frame))


def _rejected(raw: RawBatch, checked: pl.DataFrame) -> pl.DataFrame:
    bad = checked["reasons"] != 0
    checked, frame = checked.filter(bad), raw.frame.filter(bad)
    marked = frame.with_columns(checked["reasons"], checked["warnings"], pl.lit(raw.file, pl.Int16).alias("file"))
    return marked.select("file", "row", *COLA_COLUMNS, "reasons", "warnings")


def _mask(*when: tuple[str, pl.Expr]) -> pl.Expr:
    """The bits of the rules whose condition holds; null is no."""
    mask = pl.lit(0, pl.UInt32)
    for code, condition in when:
        mask = mask | condition.fill_null(value=False).cast(pl.UInt32) * pl.lit(mask_of([code]), pl.UInt32)
    return mask


def _flag(
    frame: pl.DataFrame, *, reasons: pl.Expr | None = None, warnings: pl.Expr | None = None, drop: Collection[str] = ()
) -> pl.DataFrame:
    added = []
    if reasons is not None:
        added.append(pl.col("reasons") | reasons)
    if warnings is not None:
        added.append(pl.col("warnings") | warnings)
    return frame.with_columns(added).drop(drop)


def _mapped(frame: pl.DataFrame, column: str, odd: pl.Series, change: Callable[[str], str | None]) -> pl.DataFrame:
    """`column` with `change` applied to its `odd` values, each distinct one once."""
    values = frame[column].filter(odd).unique()
    changed = pl.Series([change(value) for value in values], dtype=pl.String)
    new = pl.when(odd).then(pl.col(column).replace_strict(values, changed, default=None)).otherwise(pl.col(column))
    return frame.with_columns(new.alias(column))


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    for column in _TEXTS:
        odd = frame[column].str.contains(_ODD_TEXT).fill_null(value=False)
        if odd.any():
            misread = pl.lit(odd) & pl.col(column).str.contains(_MISREAD)
            frame = _flag(frame, warnings=_mask(("encoding_repaired", misread)))
            frame = _mapped(frame, column, odd, text_of)
    return _flag(frame, reasons=_mask(("brand_missing", pl.col("brand_name").is_null())))


def _ttb_ids(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    frame = frame.with_columns(pl.col("ttb_id").str.strip_chars("'\" "))
    sound = frame["ttb_id"].str.contains(r"^[0-9]{14}$")
    odd = (~sound).fill_null(value=False)
    if odd.any():
        frame = _odd_ttb_ids(frame, odd)
        sound = frame["ttb_id"].str.contains(r"^[0-9]{14}$")
    frame = frame.with_columns(pl.when(sound).then(pl.col("ttb_id")).cast(pl.Int64).alias("number"))
    day, receipt = pl.col("number") // 10**9 % 1000, pl.col("number") // 10**6 % 1000
    year = pl.col("number") // 10**12
    year = year + pl.when(year <= today.year % 100 + 1).then(2000).otherwise(1900)
    frame = _flag(
        frame,
        reasons=_mask(("ttb_id_missing", pl.col("ttb_id").is_null()), ("ttb_id_day", ~day.is_between(1, 366))),
        warnings=_mask(("receipt_code_unknown", receipt > int(max(RECEIPT_CODES)))),
    )
    return frame.with_columns(filed=year * 1000 + day).drop("number")


def _odd_ttb_ids(frame: pl.DataFrame, odd: pl.Series) -> pl.DataFrame:
    """Ids that are not plainly 14 digits: padded where that is sure, else told apart by what is wrong."""
    texts = frame["ttb_id"].filter(odd).unique()
    read = [ttb_id_of(text) for text in texts]
    table = pl.DataFrame(
        {
            "ttb_id": texts,
            "read_id": pl.Series([r.text for r in read], dtype=pl.String),
            "read_reasons": pl.Series([r.reasons for r in read], dtype=pl.UInt32),
            "read_warnings": pl.Series([r.warnings for r in read], dtype=pl.UInt32),
        }
    )
    frame = frame.join(table, on="ttb_id", how="left", maintain_order="left")
    frame = frame.with_columns(pl.when(odd).then("read_id").otherwise("ttb_id").alias("ttb_id"))
    return _flag(
        frame,
        reasons=pl.col("read_reasons").fill_null(0),
        warnings=pl.col("read_warnings").fill_null(0),
        drop=("read_id", "read_reasons", "read_warnings"),
    )


def _permits(frame: pl.DataFrame) -> pl.DataFrame:
    pattern = f"^(?:{KNOWN_PERMIT})$"
    unknown = ~frame["permit"].str.contains(pattern)
    if unknown.any():
        frame = _mapped(frame, "permit", unknown.fill_null(value=False), permit_of)
        unknown = ~frame["permit"].str.contains(pattern)
    return _flag(
        frame,
        reasons=_mask(("permit_missing", pl.col("permit").is_null())),
        warnings=_mask(("permit_form_unknown", pl.lit(unknown))),
    )


def _dates(frame: pl.DataFrame, today: date, present: Collection[str]) -> pl.DataFrame:
    texts = frame["completed_date"].unique().drop_nulls()
    read = [day_of(text) for text in texts]
    days = pl.Series([found for found, _ in read], dtype=pl.Date)
    wrong = texts.filter(pl.Series([bad for _, bad in read], dtype=pl.Boolean))
    text, day = pl.col("completed_date"), pl.col("day")
    frame = frame.with_columns(day=text.replace_strict(texts, days, default=None, return_dtype=pl.Date))
    completed = day.dt.year().cast(pl.Int64) * 1000 + day.dt.ordinal_day()
    invalid = text.is_in(wrong.implode())
    frame = _flag(
        frame,
        reasons=_mask(("date_invalid", invalid), ("date_future", day > today)),
        warnings=_mask(
            ("date_blank", day.is_null() & ~invalid.fill_null(value=False) & ("completed_date" in present)),
            ("completed_before_filed", completed < pl.col("filed")),
        ),
    )
    return frame.with_columns(completed_date=day).drop("day", "filed")


def _coded(frame: pl.DataFrame, code: str, read: _Reader, present: Collection[str]) -> pl.DataFrame:
    """A code and its description: there are few distinct pairs, so each is read once."""
    description, blank = f"{code}_desc", code.removesuffix("_type") + "_blank"
    pairs = frame.select(code, description).unique()
    found = [read(*pair) for pair in pairs.iter_rows()]
    table = pairs.with_columns(
        pl.Series("read_code", [f.code for f in found], pl.String),
        pl.Series("read_description", [f.description for f in found], pl.String),
        pl.Series("read_warnings", [f.warnings for f in found], pl.UInt32),
    )
    frame = frame.join(table, on=[code, description], how="left", nulls_equal=True, maintain_order="left")
    blanks = _mask((blank, pl.col("read_code").is_null() & (code in present)))
    frame = _flag(frame, warnings=pl.col("read_warnings") | blanks, drop=(code, description, "read_warnings"))
    return frame.rename({"read_code": code, "read_description": description})


def _too_long() -> pl.Expr:
    """Codes are looked up by indexes; what is no code at all must not reach them."""
    return pl.any_horizontal(pl.col(_CODES).str.len_chars() > MOST_CODE)


def _extras(frame: pl.DataFrame) -> pl.DataFrame:
    """Status words in lower case; websites made into addresses, what is none left out with a warning."""
    if frame["status"].null_count() < frame.height:
        frame = _mapped(frame, "status", frame["status"].is_not_null(), _status)
    if frame["website"].null_count() == frame.height:
        return frame
    frame = _mapped(frame, "website", frame["website"].is_not_null(), text_of)
    given = frame["website"].is_not_null()
    frame = _mapped(frame, "website", given, site_of)
    return _flag(frame, warnings=_mask(("website_invalid", pl.lit(given) & pl.col("website").is_null())))


def _status(text: str) -> str | None:
    kept = text_of(text)
    return kept.lower() if kept and kept.lower() in _STATUSES else kept

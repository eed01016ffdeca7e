"""Reading lists of permit holders."""

import io

import polars as pl
import pytest

from apps.registry.formats.errors import FormatError
from apps.registry.formats.permits import PERMIT_COLUMNS, PermitListReader, zip_code
from tests.registry.files import HEADER, real

TTB = "Permit_Number,Owner_Name,Operating_Name,Street,City,State,Prem_Zip,Prem_County,Industry_Type,New_Permit_Flag"
SPACED = "Permit Number,Owner Name,Operating Name,Street,City,State,Zip,County,Industry Type"
PRODUCERS = "permalink,wineryname,winery-owner,permit-number,street,city,state,zipcode,county,lat,lng"


def read(text: str | bytes) -> tuple[pl.DataFrame, PermitListReader]:
    data = text.encode() if isinstance(text, str) else text
    with PermitListReader(io.BytesIO(data), "list.csv") as reader:
        return pl.concat(list(reader)), reader


def test_the_list_as_ttb_publishes_it() -> None:
    rows, reader = read(f'{TTB}\nma-i-15,"ZEKE\x92S, INC.",,1 A ST,BOSTON,ma,2108,SUFFOLK,Importer (Alcohol),1\n')
    assert tuple(rows.columns) == ("row", *PERMIT_COLUMNS)
    assert rows.row(0) == (
        2, "MA-I-15", "ZEKE’S, INC.", None, "1 A ST", "BOSTON", "MA", "02108", "SUFFOLK", "Importer (Alcohol)", "1",
    )  # fmt: skip
    assert reader.bad == []


def test_headers_with_spaces_and_older_producer_lists() -> None:
    rows, _ = read(f"{SPACED}\nCA-W-1,OWNER,TRADE,1 A ST,NAPA,CA,94558,NAPA,Wine Producer\n")
    assert rows.row(0)[1:4] == ("CA-W-1", "OWNER", "TRADE")
    rows, _ = read(f"{PRODUCERS}\n/x,TRADE,OWNER,CA-W-1,1 A ST,NAPA,CA,94558,NAPA,1.0,2.0\n")
    assert rows.row(0)[1:4] == ("CA-W-1", "OWNER", "TRADE")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("2108", "02108"), ("501", "00501"), ("94558", "94558"), ("21081234", "02108-1234"), ("94558-1234", "94558-1234"),
     ("2108.0", "02108"), ("K1A 0B1", "K1A 0B1"), ("", None)],
)  # fmt: skip
def test_lost_zeros_of_zip_codes(given: str, kept: str | None) -> None:
    assert zip_code(given) == kept


def test_bad_rows_are_listed_with_their_reason_and_doubles_kept() -> None:
    lines = ["CA-I-1,A,,,,,,,,0", ",B,,,,,,,,0", "CA-I-2,,,,,,,,,0", "CA-I-1,A,,,,,,,,0", "CA-I-3,C"]
    rows, reader = read("\n".join([TTB, *lines, ""]))
    assert rows["number"].to_list() == ["CA-I-1", "CA-I-1"]
    assert [(bad.row, bad.reason) for bad in reader.bad] == [
        (3, "number_missing"), (4, "owner_missing"), (6, "field_count"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "code"),
    [(HEADER, "other_kind"), ("a,b,c", "header_missing"), ("Permit Number,City,State,Street,Zip", "columns_missing")],
)
def test_other_files_are_refused(header: str, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        read(f"{header}\n")
    assert refusal.value.code == code


def test_the_real_lists() -> None:
    with PermitListReader(real("importers_2025-08-08.csv"), "importers") as reader:
        rows = pl.concat(list(reader))
    assert (rows.height, reader.bad) == (20_297, [])
    assert rows["number"].str.contains(r"^[A-Z]{2}-I-\d{2,5}$").all()
    assert rows["number"].n_unique() == 20_297
    assert rows["operating_name"].null_count() == 12_489
    assert rows["zip"].drop_nulls().str.contains(r"^\d{5}").all()
    assert (rows["new_flag"] == "1").sum() == 21
    assert not rows["owner"].str.contains("[\u0080-\u009f]").any()
    with PermitListReader(real("wine_producers_2018.csv"), "producers") as reader:
        assert sum(batch.height for batch in reader) + len(reader.bad) == 10_700

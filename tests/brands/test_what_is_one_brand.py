"""Which records are one brand, by the contract's rule, whatever the order they come in."""

import random
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.brands.models import Brand, BrandSummary, BridgeFinding, Sku
from tests.brands.files import Row, brands, groups, outcomes, row, skus, take

pytestmark = pytest.mark.usefixtures("in_acme")

US = {"origin": "05", "origin_desc": "VIRGINIA"}
FR = {"origin": "51", "origin_desc": "FRANCE"}
IT = {"origin": "50", "origin_desc": "ITALY"}
MHW = {"permit": "NY-I-1727"}
LIST = "Permit_Number,Owner_Name,Operating_Name,City\n"


def of(code: str) -> Row:
    return {"origin": code, "origin_desc": ""}


def holders(folder: Path, *lines: str) -> Path:
    path = folder / "holders.csv"
    path.write_text(LIST + "".join(f"{line},,TOWN\n" for line in lines))
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"permit": "CA-I-1", **US}, {"permit": "CA-I-1", **IT}),
        ({"permit": "BR-VA-APP-1", **US}, {"permit": "BR-PA-APP-77", **US}),
        ({"permit": "CA-I-1", **FR}, {"permit": "NY-I-2", **FR}),
        ({**MHW, **FR}, {"permit": "NY-I-2", **FR}),
        ({"brand_name": "A.LE COQ", **US}, {"brand_name": "A Le Coq", **US}),
        ({"brand_name": "A. AND C. X", **US}, {"brand_name": "A & C X", **US}),
        ({"brand_name": "CHÂTEAU X", **US}, {"brand_name": "CHATEAU-X!", **US}),
    ],
    ids=["permit", "mnemonic", "origin", "service, origin", "dots", "and", "marks"],
)
def test_two_records_are_one_brand(one: Row, other: Row):
    take([row(1, **one), row(2, **other)])
    assert groups() == [["1", "2"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"permit": "CA-I-1", **US}, {"permit": "NY-I-2", **US}),
        ({"permit": "CA-I-1", **FR}, {"permit": "NY-I-2", **IT}),
        ({"permit": "CA-I-1", "brand_name": "Y"}, {"permit": "CA-I-1"}),
        ({**MHW, **US}, {**MHW, **US}),
        ({**MHW, **FR}, {**MHW, **IT}),
        ({"permit": "BR-VA-1", **US}, {"permit": "BR-VA-2", **US}),
        *(({"permit": "CA-I-1", **of(c)}, {"permit": "NY-I-2", **of(c)})
          for c in ("98", "MC", "ZY", "8N", "QQ", "", "00", "4A", "4B", "9Q", "4E", "4K")),
    ],
)  # fmt: skip
def test_two_records_are_two_brands(one: Row, other: Row):
    take([row(1, **one), row(2, **other)])
    assert groups() == [["1"], ["2"]]


@pytest.mark.parametrize("place", ["public", "acme"])
def test_an_owner_in_a_list_makes_one_family(place: str, command: Any, tmp_path: Path):
    assert (
        command(
            "import_permits", place, holders(tmp_path, "CA-I-1,ACME WINES", "NY-I-2,Acme Wines."), "--list", "importer"
        )[0]
        == 0
    )
    take([row(1, permit="CA-I-1", **US), row(2, permit="NY-I-2", **US)])
    assert groups() == [["1", "2"]]


def test_a_later_list_moves_nothing(command: Any, tmp_path: Path):
    rows = [row(1, permit="CA-I-1", **US), row(2, permit="NY-I-2", **US)]
    take(rows)
    command(
        "import_permits", "public", holders(tmp_path, "CA-I-1,ACME WINES", "NY-I-2,ACME WINES"), "--list", "importer"
    )
    assert outcomes(take(rows).report) == {"unchanged": 2}
    assert groups() == [["1"], ["2"]]


def test_an_own_list_overrides_the_public_owner(command: Any, tmp_path: Path):
    command(
        "import_permits", "public", holders(tmp_path, "CA-I-1,ACME WINES", "NY-I-2,ACME WINES"), "--list", "importer"
    )
    command("import_permits", "acme", holders(tmp_path, "NY-I-2,SOMEBODY ELSE"), "--list", "importer")
    take([row(1, permit="CA-I-1", **US), row(2, permit="NY-I-2", **US)])
    assert groups() == [["1"], ["2"]]


def test_a_service_importer_by_its_name_in_a_list_is_no_evidence(command: Any, tmp_path: Path):
    command("import_permits", "public", holders(tmp_path, "CA-I-9999,Park Street Imports LLC"), "--list", "importer")
    take([row(1, permit="CA-I-9999", **US), row(2, permit="CA-I-9999", **US), row(3, permit="CA-I-9999", **FR)])
    assert groups() == [["1"], ["2"], ["3"]]


def test_links_close_over_the_whole_file():
    chain = [
        row(1, permit="CA-I-1", **US), row(2, permit="CA-I-1", **FR),
        row(3, permit="NY-I-2", **FR), row(4, permit="NY-I-2", **IT),
    ]  # fmt: skip
    take(chain)
    assert groups() == [["1", "2", "3", "4"]]


def test_a_record_between_two_brands_goes_to_the_older_and_is_noted():
    take([row(1, permit="CA-I-1", **US), row(2, permit="NY-I-2", **IT)])
    first, second = sorted(Brand.objects.values_list("pk", flat=True))
    run = take([row(3, permit="CA-I-1", **IT)])
    assert (run.report["bridged"], run.report["new"]) == (1, 1)
    assert Sku.objects.get(ttb_id__endswith="3").brand_id == first
    found = BridgeFinding.objects.get()
    assert (found.brand_ids, found.chosen_id, found.ttb_ids) == ([first, second], first, ["24001001000003"])
    assert outcomes(take([row(3, permit="CA-I-1", **IT)]).report) == {"unchanged": 1}
    assert groups() == [["1", "3"], ["2"]]


def test_two_records_that_tie_two_brands_together_are_noted():
    take([row(1, permit="CA-I-1", **US), row(2, permit="NY-I-2", **US)])
    first, second = sorted(Brand.objects.values_list("pk", flat=True))
    run = take([row(3, permit="CA-I-1", **FR), row(4, permit="NY-I-2", **FR)])
    assert groups() == [["1", "3"], ["2", "4"]]
    assert run.report["bridged"] == 2
    assert {(f.chosen_id, *f.brand_ids) for f in BridgeFinding.objects.all()} == {
        (first, first, second),
        (second, first, second),
    }


def test_the_name_is_that_of_the_earliest_record_and_stays():
    rows = [
        row(3, brand_name="Chateau X", completed_date="03/01/2024"), row(2, brand_name="CHÂTEAU X", completed_date="02/01/2024"),
        row(1, brand_name="CHATEAU X", completed_date="02/01/2024"), row(4, brand_name="château x", completed_date=""),
    ]  # fmt: skip
    take(rows)
    assert Brand.objects.get().source_name == "CHATEAU X"
    assert sorted(BrandSummary.objects.get().aliases) == sorted(["CHÂTEAU X", "Chateau X", "château x"])
    take([row(9, brand_name="Château-X", completed_date="01/01/2020", ttb_id="19001001000009")])
    assert Brand.objects.get().source_name == "CHATEAU X"
    assert "Château-X" in BrandSummary.objects.get().aliases


def test_a_lone_record_keeps_its_brand_when_its_permit_changes():
    take([row(1, permit="CA-I-1", **US)])
    before = Brand.objects.get()
    take([row(1, permit="NY-I-2", **US)])
    assert Brand.objects.get().pk == before.pk


def test_a_brand_whose_records_all_part_goes_with_one_of_them():
    take([row(1, permit="CA-I-1", **FR), row(2, permit="NY-I-2", **FR)])
    old = Brand.objects.get().pk
    take([row(1, permit="CA-I-1", **US), row(2, permit="NY-I-2", **IT)])
    assert groups() == [["1"], ["2"]]
    assert Sku.objects.get(ttb_id__endswith="1").brand_id == old


def test_a_corrected_name_moves_the_record_to_the_brand_of_that_name():
    take([row(1, brand_name="CHATEU X"), row(2), row(3, brand_name="CHATEU X")])
    take([row(1)])
    assert groups() == [["1", "2"], ["3"]]


def test_forty_hundred_holders_of_one_name():
    take([row(n, permit=f"CA-S-{n}", **US) for n in range(1, 4001)], gate_percent="off")
    assert Brand.objects.count() == 4000
    take([row(4001, permit="CA-S-7", **US)])
    assert Brand.objects.count() == 4000


PERMITS = ["CA-I-1", "NY-I-2", "BR-VA-APP-1", "BR-PA-APP-2", "NY-I-1727", "DSP-KY-9"]
NAMES = ["CHATEAU X", "Château X", "A.F. GROS", "AF GROS", "!!!", "CHATEAU-X"]
RECORD = st.tuples(st.sampled_from(PERMITS), st.sampled_from(["51", "50", "05", "98", ""]), st.sampled_from(NAMES))
FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


def records(drawn: list[tuple[str, str, str]]) -> list[Row]:
    return [
        row(n, permit=p, **of(o), brand_name=b, completed_date=f"0{n % 9 + 1}/15/2024")
        for n, (p, o, b) in enumerate(drawn, 1)
    ]


class Rewind(Exception):
    """Ends a part of a test and takes back what it wrote."""


def after(*files: list[Row]) -> tuple[list[list[str]], list[str], dict[str, Any]]:
    """Groups, names and SKUs once these files have come in; then all is as before."""
    found: Any = None
    try:
        with transaction.atomic():
            for rows in files:
                report = take(rows, gate_percent="off").report
                assert report["rows"] == sum(outcomes(report).values())
            values = {k: {n: v for n, v in s.items() if n not in {"id", "brand_id"}} for k, s in skus().items()}
            found = groups(), sorted(key.split(" ", 1)[1] for key in brands()), values
            raise Rewind
    except Rewind:
        return found  # type: ignore[no-any-return]


@FEW
@given(st.lists(RECORD, min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn: list[tuple[str, str, str]], rng: random.Random):
    rows = records(drawn)
    assert after(rows) == after(rng.sample(rows, len(rows)))


@FEW
@given(st.lists(RECORD, min_size=2, max_size=14), st.randoms(use_true_random=False), st.data())
def test_any_split_over_two_imports_ends_in_the_same_skus(drawn: Any, rng: random.Random, data: Any):
    rows = records(drawn)
    mixed = rng.sample([*rows, *rows[:2], {**rows[0], "ttb_id": "bad"}], len(rows) + 3)
    cut = data.draw(st.integers(0, len(mixed)))
    assert after(mixed[:cut], mixed[cut:])[2] == after(rows)[2]

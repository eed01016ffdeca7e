"""A day's file comes in: every row ends one way, and the report says which."""

from typing import Any

import pytest

from apps.brands.models import Brand, HeldRow, Import, ImportFile, Permit, Pile, Sku
from apps.core.models import ChangeSet, Event
from tests.brands.files import check, outcomes, row, skus, table, take, written

pytestmark = pytest.mark.usefixtures("in_acme")

KEYS = [
    "import", "change_set", "status", "files", "rows", "new", "updated", "unchanged", "duplicate", "quarantined",
    "conflicting", "brands_new", "bridged", "importers_matched", "permits_unmatched", "warnings", "seconds",
]  # fmt: skip


def test_a_sound_row_makes_a_sku_a_brand_and_a_permit():
    run = take([row(fanciful_name="GRAND VIN")])
    sku = Sku.objects.get()
    assert (sku.ttb_id, sku.permit, sku.serial) == ("24001001000001", "NY-I-15066", "240001")
    assert (str(sku.completed_date), sku.fanciful_name, sku.origin, sku.class_type) == (
        "2024-01-31",
        "GRAND VIN",
        "51",
        "80",
    )
    assert (sku.source, sku.status, sku.edited) == ("upload", None, {})
    assert Brand.objects.get().normal_form == "CHATEAU X"
    assert Permit.objects.get().number == "NY-I-15066"
    assert (run.state, outcomes(run.report)) == ("done", {"new": 1})


def test_every_write_of_a_run_is_of_one_change_set():
    run = take([row(1), row(2, brand_name="OTHER")])
    assert run.change_set_id == ChangeSet.objects.get().pk
    for model in (Brand, Sku, Permit):
        past = model.history.all()  # type: ignore[attr-defined]
        assert {(one.change_set_id, one.history_type) for one in past} == {(run.change_set_id, "+")}
        assert len(past) == model.objects.count()  # type: ignore[attr-defined]
    assert sorted(Sku.history.values_list("source_row", flat=True)) == [2, 3]
    event = Event.objects.get(name="import.finished")
    assert (event.payload["import_id"], event.payload["new"]) == (run.pk, 2)


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        ({"ttb_id": ""}, ["ttb_id_missing"]),
        ({"ttb_id": "N/A"}, ["ttb_id_missing"]),
        ({"ttb_id": "2.6257E+13"}, ["ttb_id_scientific"]),
        ({"ttb_id": "1234567890"}, ["ttb_id_invalid"]),
        ({"ttb_id": "24000001000001"}, ["ttb_id_day"]),
        ({"ttb_id": "24367001000001"}, ["ttb_id_day"]),
        ({"permit": "nan"}, ["permit_missing"]),
        ({"brand_name": "NULL"}, ["brand_missing"]),
        ({"brand_name": "-"}, ["brand_missing"]),
        ({"completed_date": "31/02/2026"}, ["date_invalid"]),
        ({"completed_date": "12/31/2999"}, ["date_future"]),
        ({"ttb_id": "x", "permit": "", "brand_name": "none", "completed_date": "soon"},
         ["ttb_id_invalid", "permit_missing", "brand_missing", "date_invalid"]),
    ],
)  # fmt: skip
def test_a_bad_row_waits_with_every_reason_and_a_suggestion(values: dict[str, str], reasons: list[str]):
    run = take([row(**values)])
    held = HeldRow.objects.get()
    assert (held.reasons, held.row, held.outcome, held.state) == (reasons, 2, "quarantined", "open")
    assert held.suggestion
    assert outcomes(run.report) == {"quarantined": 1}
    assert run.change_set_id is None
    assert not Sku.objects.exists()


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ({"ttb_id": "24001009000001"}, "receipt_code_unknown"),
        ({"permit": "CA-I"}, "permit_form_unknown"),
        ({"permit": "XX-Q-1"}, "permit_form_unknown"),
        ({"permit": "AR-WS-15000"}, "permit_form_unknown"),
        ({"class_type": "ZZ9", "class_type_desc": "SOMETHING"}, "class_unknown"),
        ({"origin": "Q9", "origin_desc": "NOWHERE"}, "origin_unknown"),
        ({"origin_desc": "ITALY"}, "description_mismatch"),
        ({"completed_date": "12/31/2023"}, "completed_before_filed"),
        ({"completed_date": ""}, "date_blank"),
        ({"class_type": "", "class_type_desc": ""}, "class_blank"),
        ({"origin": "", "origin_desc": ""}, "origin_blank"),
        ({"ttb_id": "4001001000001"}, "ttb_id_padded"),
    ],
)
def test_an_odd_row_enters_with_a_warning(values: dict[str, str], warning: str):
    run = take([row(**values)])
    assert outcomes(run.report) == {"new": 1}
    assert run.report["warnings"] == {warning: 1}
    assert Pile.objects.filter(run=run, warning=warning).get().rows == [2]


def test_lost_zeros_are_put_back():
    take([row(ttb_id="4001001000001")])
    assert list(skus()) == ["04001001000001"]


def test_a_row_that_comes_twice_counts_once():
    run = take([row(1), row(2), row(1), row(1)])
    assert outcomes(run.report) == {"new": 2, "duplicate": 2}


def test_a_ttb_id_with_two_readings_is_not_applied_at_all():
    run = take([row(1), row(1, fanciful_name="OTHER"), row(2)])
    assert outcomes(run.report) == {"new": 1, "conflicting": 2}
    assert list(skus()) == ["24001001000002"]
    assert [(one.row, one.outcome, one.reasons) for one in HeldRow.objects.all()] == [
        (2, "conflicting", ["twice_in_run"]),
        (3, "conflicting", ["twice_in_run"]),
    ]


def test_a_changed_date_or_class_is_an_update_with_history():
    take([row(1), row(2)])
    run = take([row(1, completed_date="02/15/2024"), row(2, class_type="81", class_type_desc="TABLE WHITE WINE")])
    assert outcomes(run.report) == {"updated": 2}
    assert run.report["changed_fields"] == {"completed_date": 1, "class_type": 1, "class_type_desc": 1}
    past = Sku.history.filter(ttb_id="24001001000001").order_by("history_id")
    assert [(str(one.completed_date), one.history_type) for one in past] == [("2024-01-31", "+"), ("2024-02-15", "~")]
    assert past.last().change_set_id == run.change_set_id


def test_rows_that_vanish_stay():
    take([row(1), row(2)])
    take([row(1, class_type="81")])
    assert len(skus()) == 2


def test_the_outcomes_add_up_to_the_rows():
    take([row(1), row(2)])
    run = take(
        [row(1), row(2, class_type="81"), row(3), row(3), row(4), row(4, serial="9"), row(5, brand_name=""), row(6)]
    )
    assert outcomes(run.report) == {
        "new": 2, "updated": 1, "unchanged": 1, "duplicate": 1, "quarantined": 1, "conflicting": 2,
    }  # fmt: skip
    assert run.report["rows"] == 8


def test_importers_are_counted_by_the_lists(command: Any, tmp_path: Any):
    (tmp_path / "list.csv").write_text(
        "Permit_Number,Owner_Name,Operating_Name,City\nNY-I-15066,ACME WINES,,NEW YORK\n"
    )
    assert command("import_permits", "public", tmp_path / "list.csv", "--list", "importer")[0] == 0
    run = take([row(1), row(2), row(3, permit="CA-I-1"), row(4, permit="BR-PA-APP-1"), row(5, permit="CA-I")])
    assert (run.report["importers_matched"], run.report["permits_unmatched"]) == (1, 1)


def test_exactly_a_thousand_rows_look_cut_off():
    run = take([row(n) for n in range(1, 1001)])
    assert [one["code"] for one in run.report["file_warnings"]] == ["capped_at_1000"]
    run = take([row(n) for n in range(1, 1000)])
    assert run.report["file_warnings"] == []


def test_a_dry_run_says_the_same_and_writes_nothing():
    take([row(1)])
    before = written()
    rows = [row(1, class_type="81"), row(2), row(3, brand_name=""), row(4), row(4, serial="9")]
    found = check(rows)
    assert written() == before
    assert Import.objects.count() == ImportFile.objects.count() == 1
    run = take(rows)
    assert {k: v for k, v in run.report.items() if k != "seconds"} == {k: v for k, v in found.items() if k != "seconds"}


def test_the_command_answers_with_the_keys_of_the_contract(command: Any, tmp_path: Any):
    (tmp_path / "day.csv").write_bytes(table([row(1), row(2, completed_date="")]))
    code, found, _said = command("import_colas", "acme", tmp_path / "day.csv", "--dry-run")
    assert (code, found["import"], found["change_set"], found["status"]) == (0, None, None, "done")
    code, found, _said = command("import_colas", "acme", tmp_path / "day.csv")
    assert [key for key in found if key in KEYS] == KEYS
    assert (code, found["import"], found["files"], found["rows"]) == (0, Import.objects.get().pk, ["day.csv"], 2)
    assert (found["new"], found["brands_new"], found["warnings"]) == (2, 1, {"date_blank": 1})


def test_several_files_are_one_import_and_rows_know_their_file():
    run = take(("may.csv", [row(1), row(2)]), ("june.csv", [row(3), row(2), row(1, serial="9")]))
    assert outcomes(run.report) == {"new": 2, "duplicate": 1, "conflicting": 2}
    assert [(one["name"], one["offset"], one["rows"]) for one in run.report["files"]] == [
        ("may.csv", 0, 2),
        ("june.csv", 3, 3),
    ]
    assert Sku.history.get(ttb_id="24001001000003").source_row == 3 + 2

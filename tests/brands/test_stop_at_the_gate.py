"""A file with too many bad rows is stopped: its rows are kept to be mended, nothing else is written."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.brands.models import HeldRow, Import
from apps.brands.services.held import edit_held, readmit
from apps.brands.services.imports import Silent, create_import, run_now
from tests.brands.files import Row, check, outcomes, row, skus, table, take, written

pytestmark = pytest.mark.usefixtures("in_acme")
Command = Callable[..., tuple[int, dict[str, Any], str]]


def day(rows: int, bad: int) -> list[Row]:
    return [row(n, **({"brand_name": ""} if n <= bad else {})) for n in range(1, rows + 1)]


@pytest.mark.parametrize(
    ("total", "bad", "gate", "state"),
    [
        (49, 49, None, "done"), (50, 10, None, "done"), (50, 11, None, "gated"), (50, 50, None, "gated"),
        (100, 5, 5, "done"), (100, 6, 5, "gated"), (50, 0, 0, "done"), (50, 1, 0, "gated"), (60, 60, "off", "done"),
    ],
)  # fmt: skip
def test_more_than_the_gate_allows_stops(total: int, bad: int, gate: Any, state: str):
    run = take(day(total, bad), gate_percent=gate)
    assert (run.state, run.report["status"]) == (state, state)
    assert len(skus()) == (0 if state == "gated" else total - bad)
    assert HeldRow.objects.filter(run=run, outcome="quarantined").count() == bad


def test_a_stopped_run_writes_only_itself():
    before = written()
    run = take(day(50, 20))
    assert written() == before
    assert (run.report["new"], run.report["updated"], run.report["quarantined"], run.change_set_id) == (0, 0, 20, None)
    assert run.report["reasons"] == {"brand_missing": 20}


def test_a_dry_run_is_stopped_as_well():
    assert check(day(50, 20))["status"] == "gated"


def test_a_stopped_import_runs_with_a_wider_gate(media: Path):
    run = create_import(files=[("day.csv", io.BytesIO(table(day(50, 20))))])
    assert run_now(run, Silent()).state == "gated"
    Import.objects.filter(pk=run.pk).update(gate_percent=None)
    run.refresh_from_db()
    done = run_now(run, Silent())
    assert (done.state, outcomes(done.report)) == ("done", {"new": 30, "quarantined": 20})
    assert HeldRow.objects.count() == 20


def test_rows_let_in_again_meet_no_gate():
    run = take(day(60, 60), gate_percent="off")
    held = list(HeldRow.objects.all())
    for one in held[:50]:
        edit_held(one, values={"brand_name": "MENDED"})
    made = readmit(run, row_ids=[one.pk for one in held])
    assert (made.state, outcomes(made.report)) == ("done", {"new": 50})


def test_a_corrected_file_meets_no_gate():
    run = take(day(60, 60), gate_percent="off")
    again = create_import(files=[("mended.csv", io.BytesIO(table(day(60, 30))))], corrects=run)
    assert run_now(again, Silent()).state == "done"
    assert HeldRow.objects.filter(run=run, state="readmitted", settled_by_id=again.pk).count() == 30
    assert HeldRow.objects.filter(run=run, state="open").count() == 30


def test_the_command_refuses_and_keeps_the_import(command: Command, tmp_path: Path):
    (tmp_path / "day.csv").write_bytes(table(day(50, 11)))
    code, found, _said = command("import_colas", "acme", tmp_path / "day.csv")
    assert (code, found["error"]["code"], found["new"], found["updated"], found["quarantined"]) == (
        3,
        "gated",
        0,
        0,
        11,
    )
    assert Import.objects.get(pk=found["import"]).state == "gated"
    assert command("import_colas", "acme", tmp_path / "day.csv", "--gate", "off")[0] == 0


@pytest.mark.parametrize("gate", ["lots", "-1", "101", "nan", ""])
def test_a_gate_that_is_none_is_wrong_usage(gate: str, command: Command, tmp_path: Path):
    (tmp_path / "day.csv").write_bytes(table(day(1, 0)))
    assert command("import_colas", "acme", tmp_path / "day.csv", f"--gate={gate}")[0] == 2

"""`export acme brands --format csv --out FILE`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.brands.shelf import put


@pytest.fixture
def shelf(in_acme: Any) -> None:
    put("Margaux", {"origin": "51"})
    put("Plata", {"origin": "71"})
    connection.set_schema_to_public()


def export(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("export", *words, "--json", stdout=out)
    return dict(json.loads(out.getvalue().splitlines()[-1]))


def test_it_writes_the_list(shelf: None, tmp_path: Path) -> None:
    out = tmp_path / "brands.jsonl"
    answer = export("acme", "brands", "--format", "jsonl", "--out", str(out), "--filter", "origin=51")
    assert (answer["status"], answer["rows"]) == ("done", 1)
    assert json.loads(out.read_text())["display_name"] == "Margaux"


def test_one_key_twice_is_or(shelf: None, tmp_path: Path) -> None:
    words = ["--filter", "origin=51", "--filter", "origin=71"]
    assert export("acme", "skus", "--format", "csv", "--out", str(tmp_path / "a"), *words)["rows"] == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere", "brands", "--format", "csv"], "unknown_workspace"),
        (["acme", "brands", "--format", "csv", "--filter", "orign=51"], "unknown_filter"),
        (["acme", "brands", "--format", "csv", "--filter", "sku_count_min=many"], "invalid_value"),
    ],
)
def test_it_refuses_with_3_and_writes_nothing(
    shelf: None, tmp_path: Path, words: list[str], code: str, capsys: Any
) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("export", *words, "--out", str(tmp_path / "x"), "--json", stdout=out)
    assert caught.value.code == 3
    assert json.loads(out.getvalue())["error"]["code"] == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused(shelf: None, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        export("acme", "brands", "--format", "csv", "--out", str(tmp_path / "no" / "x"))
    assert caught.value.code == 3


def test_a_filter_without_a_value_is_wrong_usage(shelf: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        export("acme", "brands", "--format", "csv", "--out", str(tmp_path / "x"), "--filter", "origin")
    assert caught.value.returncode == 2

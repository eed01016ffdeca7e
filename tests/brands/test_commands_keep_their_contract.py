"""Every command answers as the contract says: exit codes, one object on the last line, refusals of one shape."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.brands.files import row, table
from tests.database import ROOT

pytestmark = pytest.mark.usefixtures("in_acme")
Command = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A sound file."""
    path = tmp_path / "day.csv"
    path.write_bytes(table([row(1), row(2, brand_name="")]))
    return path


def test_done_is_zero_also_with_quarantined_rows(command: Command, day: Path):
    code, found, _said = command("import_colas", "acme", day)
    assert (code, found["status"], found["quarantined"]) == (0, "done", 1)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("undo", "acme", 999), "unknown_change_set"),
        (("undo", "acme", 10**20), "unknown_change_set"),
        (("subscribe", "acme", "--filter", "colour=red"), "bad_filter"),
        (("import_permits", "nowhere", __file__, "--list", "wine"), "unknown_workspace"),
        (("import_permits", "acme", "/nowhere/list.csv", "--list", "wine"), "no_such_file"),
        (("load_registry", "/nowhere/day.csv"), "no_such_file"),
        (("export", "acme", "brands", "--format", "csv", "--out", "/nowhere/x.csv"), "no_such_folder"),
    ],
)
def test_a_refusal_has_one_shape(words: tuple[Any, ...], code: str, command: Command):
    exit_code, found, _said = command(*words)
    assert (exit_code, found["status"], found["error"]["code"]) == (3, "refused", code)
    assert set(found["error"]) == {"code", "message", "hint"}


@pytest.mark.parametrize(
    "words",
    [
        ["import_colas"], ["import_colas", "acme"], ["import_permits", "acme", "x.csv"],
        ["import_permits", "acme", "x.csv", "--list", "cheese"], ["undo", "acme", "first"],
        ["undo", "acme", "1", "--keep-later", "--overwrite"], ["export", "acme", "brands", "--format", "doc", "--out", "x"],
    ],
)  # fmt: skip
def test_wrong_usage_is_two(words: list[str], command: Command):
    assert command(words[0], *words[1:])[0] in {1, 2}  # Django raises; the shell sees 2


def test_wrong_usage_is_two_in_a_shell():
    done = subprocess.run(
        [sys.executable, "manage.py", "import_colas"], cwd=ROOT, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_subscribe_answers_with_numbers(command: Command, day: Path):
    assert command("load_registry", day)[0] == 0
    code, found, _said = command("subscribe", "acme")
    assert code == 0
    assert {"subscription", "import", "change_set", "status", "rows", "new", "updated", "unchanged"} <= found.keys()


def test_without_json_it_speaks_words(day: Path, capsys: pytest.CaptureFixture[str]):
    call_command("import_colas", "acme", str(day))
    said = capsys.readouterr().out
    assert "quarantined" in said
    assert "{" not in said

"""Files go to a folder of the test; commands are run as from a shell."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Where uploads of the test lie."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def command(acme: Any) -> Callable[..., tuple[int, dict[str, Any], str]]:
    """`command("undo", "acme", 3)`: exit code, the object on the last line of output, and what was said beside it."""

    def run(name: str, *words: Any) -> tuple[int, dict[str, Any], str]:
        out, err, code = StringIO(), StringIO(), 0
        try:
            call_command(name, *map(str, words), "--json", stdout=out, stderr=err)
        except SystemExit as end:
            code = int(end.code or 0)
        except CommandError as error:
            return error.returncode, {}, str(error)
        lines = out.getvalue().splitlines()
        return code, json.loads(lines[-1]) if lines else {}, err.getvalue()

    return run

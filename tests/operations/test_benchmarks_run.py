"""The benchmarks follow the code: each runs to its end over a few rows. What they print is for `./dev bench`."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

FEW: dict[str, dict[str, int]] = {
    "api_lists": {"_house.BRANDS": 600, "_house.ROUNDS": 2, "_house.WARM": 0, "DEPTH": 2},
    "bulk": {"ROWS": 40, "ROUNDS": 1},
    "imports": {},
    "merges": {"SKUS": 400, "BRANDS": 100, "MOVED": 40, "ROUNDS": 1},
    "portal_lists": {"house.BRANDS": 100, "house.ROUNDS": 2, "house.WARM": 0, "SKUS": 1_200, "DEPTH": 10},
    "registry": {},
}
ASKED = {"imports": {"rows": 400, "brands": 150, "rounds": 1}, "registry": {"rows": 400, "brands": 150}}


@pytest.mark.commits
@pytest.mark.parametrize("name", FEW)
def test_it_runs_to_its_end_and_names_its_promises(name: str, rows: None, held_back: None, monkeypatch: Any) -> None:
    connection.set_schema_to_public()
    module = import_module(f"benchmarks.{name}")
    for place, few in FEW[name].items():
        monkeypatch.setattr(f"benchmarks.{name}.{place}", few)
    promises = module.run(**ASKED.get(name, {}))
    assert promises
    assert all(one.ratio >= 0 and one.line() for one in promises)

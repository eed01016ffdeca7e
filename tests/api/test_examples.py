"""Examples of the description say what the API says: every member, and no other."""

from typing import Any

import pytest
import yaml

from tests.database import ROOT

SCHEMAS: dict[str, Any] = yaml.load((ROOT / "docs/openapi.yaml").read_text(), yaml.CSafeLoader)["components"]["schemas"]
MAIN = ["Brand", "Sku", "Import", "Export", "ChangeSet"]


@pytest.mark.parametrize("name", MAIN)
def test_a_main_kind_of_record_has_a_whole_example(name: str) -> None:
    assert set(SCHEMAS[name]["example"]) == set(SCHEMAS[name]["properties"])


@pytest.mark.parametrize("name", [name for name, one in SCHEMAS.items() if "example" in one])
def test_an_example_names_only_members_there_are(name: str) -> None:
    assert set(SCHEMAS[name]["example"]) <= set(SCHEMAS[name]["properties"])

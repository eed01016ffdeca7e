"""Exports with columns and an order of one's own; without them the file is as it always is."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from apps.brands.models import Export
from apps.brands.selectors.exports import ready_for
from apps.brands.services import exports, tags
from apps.brands.services.export_files import Asked, make_file, nothing_watching
from apps.core.listing import UnknownWord
from apps.core.models import Event
from tests.brands.shelf import put

pytestmark = pytest.mark.usefixtures("as_alice", "held_back")


def made(tmp_path: Path, form: str, **look: Any) -> Path:
    path = tmp_path / f"file.{form}"
    make_file(Asked("brands", form, {}, **look), path, nothing_watching())
    return path


def test_chosen_columns_come_in_their_order_and_tags_are_joined(tmp_path: Path) -> None:
    one, _two = put("One", {}, {}), put("Two", {})
    tags.tag_records("brands", [one.pk], add=["Priority", "Été"])
    look = {"fields": ("tags", "display_name", "origins"), "sort": "-sku_count"}
    rows = list(csv.reader(made(tmp_path, "csv", **look).read_text().splitlines()))
    assert rows[0] == ["tags", "display_name", "origins", "origins_desc"]
    assert rows[1][:3] == ["Priority; Été", "One", "51"]
    assert [row[1] for row in rows[1:]] == ["One", "Two"]
    lines = [json.loads(line) for line in made(tmp_path, "jsonl", **look).read_text().splitlines()]
    assert lines[0] == {"tags": ["Priority", "Été"], "display_name": "One", "origins": ["51"]}


def test_parquet_keeps_the_question_and_moments_as_text(tmp_path: Path) -> None:
    put("One")
    table = pq.read_table(made(tmp_path, "parquet", fields=("id", "archived_at"), sort="display_name"))
    asked = json.loads(table.schema.metadata[b"colabase.query"])
    assert (asked["fields"], asked["sort"]) == (["id", "archived_at"], "display_name")
    assert table.column("archived_at").to_pylist() == [None]


def test_without_a_choice_the_columns_are_the_contracts(tmp_path: Path) -> None:
    put("One")
    head = next(csv.reader(made(tmp_path, "csv").read_text().splitlines()))
    assert "tags" not in head
    assert head[:4] == ["id", "display_name", "source_name", "normal_form"]


@pytest.mark.parametrize("look", [{"fields": ["colour"]}, {"sort": "colour"}])
def test_columns_and_orders_that_are_not_there_are_refused_at_once(look: dict[str, Any]) -> None:
    with pytest.raises(UnknownWord):
        exports.start_export(resource="brands", format="csv", filter={}, **look)
    assert not Export.objects.exists()


def test_asking_making_and_fetching_leave_their_facts_and_a_ready_notice(alice: Any) -> None:
    put("One")
    row = exports.write_export(exports.start_export(resource="brands", format="csv", filter={}), nothing_watching())
    assert ready_for(alice.pk) == [row]
    exports.note_fetched(row)
    assert ready_for(alice.pk) == []
    names = Event.objects.filter(name__startswith="export.").order_by("id").values_list("name", flat=True)
    assert list(names) == ["export.requested", "export.ready", "export.fetched"]

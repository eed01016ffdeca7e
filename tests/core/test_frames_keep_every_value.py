"""Rows that go into the database as a frame come out the same, whatever is in them."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.frames import read_rows, write_rows
from apps.core.sql import execute, fetch

SHAPE = {"id": pl.Int64, "name": pl.String, "seen": pl.Date}
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
ROW = st.tuples(st.integers(-(2**63), 2**63 - 1), st.none() | TEXT, st.none() | st.dates(date(1000, 1, 1)))
LIST = st.lists(TEXT, max_size=3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table(rows: None) -> None:
    execute("CREATE TEMP TABLE kept (id bigint, name text, seen date, tags text[])")


def written(frame: pl.DataFrame) -> None:
    execute("TRUNCATE kept")
    write_rows("kept", frame)


@given(st.lists(ROW, min_size=1, max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_are_the_same_there_and_back(given_rows: list[tuple[Any, ...]]):
    frame = pl.DataFrame(given_rows, schema=SHAPE, orient="row")
    written(frame)
    assert sorted(map(repr, fetch("SELECT id, name, seen FROM kept"))) == sorted(map(repr, given_rows))
    assert sorted(map(repr, read_rows("SELECT id, name, seen FROM kept", SHAPE).rows())) == sorted(
        map(repr, given_rows)
    )


@given(st.lists(LIST, min_size=1, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lists_become_arrays(lists: list[list[str]]):
    written(pl.DataFrame({"id": range(len(lists)), "tags": lists}, schema={"id": pl.Int64, "tags": pl.List(pl.String)}))
    assert [row[0] for row in fetch("SELECT tags FROM kept ORDER BY id")] == lists


def test_nothing_comes_as_an_empty_frame_of_the_shape():
    found = read_rows("SELECT id, name, seen FROM kept", SHAPE)
    assert (found.height, dict(found.schema)) == (0, SHAPE)
    assert connection.is_usable()

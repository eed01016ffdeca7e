"""Statements made from models say how many rows they touched."""

from typing import Any

from apps.core.sql import execute


def test_of_several_statements_the_rows_of_the_last_are_counted(in_acme: Any) -> None:
    assert (
        execute("DROP TABLE IF EXISTS pg_temp.few; CREATE TEMP TABLE few AS SELECT generate_series(1, 60) AS n") == 60
    )
    assert execute("DELETE FROM few WHERE n < 10; INSERT INTO few SELECT generate_series(1, %s)", [77]) == 77
    assert execute("DROP TABLE few") == -1

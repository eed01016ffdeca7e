"""A page of 50 of 38,596 brands, with sign-in, workspace and permission checks, against a stock DRF view.

Requests go through the whole WSGI application in this process, all middleware included, in turns: what a
network and a second worker would add is the same for both. The stock view signs in and checks by our classes.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, cycle
from typing import Any

import orjson
from django.db import connection
from django.test import override_settings

from benchmarks import _house
from benchmarks.promise import Promise

DEPTH = 700
FILTER = "origin=51&category=Wine"
OURS = "/api/v1/brands?omit=origin_names"  # the stock serializer has no names of origins either
COLUMNS = (
    "b.id, b.display_name, b.source_name, b.normal_form, s.aliases, b.website, s.permits, s.importers, s.origins, "
    "s.categories, s.sku_count, s.first_completed, s.last_completed, b.archived_at, b.merged_into_id"
)
FROM = "FROM brands_brand b JOIN brands_brandsummary s ON s.brand_id = b.id WHERE b.archived_at IS NULL"
WHERE = "AND s.origins && ARRAY['51'] AND s.categories && ARRAY['Wine']"


def run() -> list[Promise]:
    """Measure and judge."""
    with _house.workspace(_house.BRANDS) as (room, secret), override_settings(ROOT_URLCONF="benchmarks._stock"):
        get = _house.caller(secret)
        ours, stock = _deep(get, f"{OURS}&sort=display_name"), _deep(get, "/stock/cursors?")
        days, asked = _days(), {who: _words(room) for who in ("ours", "stock")}
        shared = {who: cycle(_house.SHARED) for who in asked}
        taken = _house.interleaved(
            {
                "ours page 1": lambda: get(f"{OURS}&{FILTER}&count=exact"),
                "stock page 1": lambda: get(f"/stock/numbers?{FILTER}"),
                "ours counted": lambda: get(f"{OURS}&origin=51&count=exact&last_completed_from={next(days)}"),
                "stock counted": lambda: get(f"/stock/numbers?origin=51&last_completed_from={next(days)}"),
                "ours one": lambda: get(f"{OURS}&q={next(asked['ours'])}&count=exact"),
                "stock one": lambda: get(f"/stock/searched?search={next(asked['stock'])}"),
                "ours many": lambda: get(f"{OURS}&q={next(shared['ours'])}&count=exact"),
                "stock many": lambda: get(f"/stock/searched?search={next(shared['stock'])}"),
                "ours first": lambda: get(f"{OURS}&sort=display_name"),
                "stock first": lambda: get("/stock/cursors"),
                "ours deep": lambda: get(ours),
                "stock deep": lambda: get(stock),
                "raw page 1": lambda: _raw(room, WHERE, "b.id", count=True),
                "raw deep": lambda: _raw(room, "AND (b.display_name, b.id) > ('Brand e8', 0)", "b.display_name, b.id"),
            }
        )
    return _judge(taken)


def _days() -> Iterator[date]:
    """Days before all data, each another filter: a count that nobody remembers."""
    return (date(1800, 1, 1) + timedelta(days=number) for number in count())


def _words(room: Any) -> Iterator[str]:
    """Words that one brand alone bears, each another."""
    connection.set_tenant(room)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(display_name, ' ', 2) FROM brands_brand WHERE id % 300 = 7 ORDER BY id")
        found = [row[0] for row in cursor.fetchall()]
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    return cycle(found)


def _judge(taken: dict[str, float]) -> list[Promise]:
    def times(a: str, b: str) -> float:
        return round(taken[a] / taken[b], 2)

    def note(name: str) -> str:
        return f"{taken[f'ours {name}'] * 1000:.2f} ms, stock {taken[f'stock {name}'] * 1000:.2f} ms"

    page, first, deep = "page 1", "first", "deep"
    return [
        Promise("api list: page 1, filter, count", times("stock page 1", "ours page 1"), 1.5, 3, "higher", note(page)),
        Promise(
            "api list: page 1, counted anew", times("stock counted", "ours counted"), 1.5, 3, "higher", note("counted")
        ),
        Promise("api list: keyset, first page", times("stock first", "ours first"), 1.5, 3, "higher", note(first)),
        Promise("api list: keyset, page 700", times("stock deep", "ours deep"), 1.5, 3, "higher", note(deep)),
        Promise("api list: search for one brand", times("stock one", "ours one"), 1.5, 3, "higher", note("one")),
        Promise("api list: search for a common word", times("stock many", "ours many"), 1.5, 3, "higher", note("many")),
        Promise("api list: page 700 to page 1", times("ours deep", "ours first"), 1.2, 1.05),
        Promise(
            "api list: page 1 to raw psycopg",
            times("raw page 1", "ours page 1"),
            0.0,
            0.25,
            "higher",
            "its count remembered",
        ),
        Promise("api list: page 700 to raw psycopg", times("raw deep", "ours deep"), 0.0, 0.25, "higher", "printed"),
    ]


def _deep(get: Callable[[str], bytes], address: str) -> str:
    """The address of page 700, by following the links."""
    for _ in range(DEPTH - 1):
        found = orjson.loads(get(address))["next"]
        address = "/" + found.split("/", 3)[3]
    return address


def _raw(room: Any, where: str, order: str, *, count: bool = False) -> bytes:
    """The same rows by hand-written SQL, straight to JSON."""
    connection.set_tenant(room)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} {FROM} {where} ORDER BY {order} LIMIT 51")
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if count:
            cursor.execute(f"SELECT count(*) {FROM} {where}")
            rows.append({"count": cursor.fetchone()[0]})
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    return orjson.dumps(rows)

"""Acts on 100,000 rows against the same change by hand-written SQL with its history rows, in turns.

Ours is everything a person sets off: the preview, the job's own steps, the change set, the event. Each is undone by
a rollback, so that every round begins with the same rows.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import _house
from benchmarks.promise import Promise

ROWS, ROUNDS = 100_000, 3
SITE = "https://wines.example/"


class Rolled(Exception):
    """Ends a round: what it did is rolled back."""


def run() -> list[Promise]:
    """Measure and judge."""
    from django.db import connection

    from apps.brands.services import tags
    from apps.core import context
    from apps.core.sql import execute

    with _house.workspace(ROWS) as (room, _secret):
        connection.set_tenant(room)  # type: ignore[attr-defined]
        with context.acting(actor=context.Actor(user_id=1, name="Bench", role="system")):
            tag = tags.create_tag(name="Bench").pk
            execute("ANALYZE brands_brand, brands_tagging")
            found = [_tag(tag), _edit()]
        connection.set_schema_to_public()  # type: ignore[attr-defined]
    return found


def _tag(tag: int) -> Promise:
    from apps.brands.models import Tagging
    from apps.core.sql import columns, comma

    names = comma(columns(Tagging))
    raw = (
        "WITH done AS (INSERT INTO brands_tagging (tag_id, brand_id) SELECT %s, b.id FROM brands_brand b "
        "JOIN brands_brandsummary s ON s.brand_id = b.id WHERE b.archived_at IS NULL ON CONFLICT DO NOTHING "
        f"RETURNING {names}) {_past('brands_historicaltagging', names)}"
    )
    return _judge("bulk: tag 100,000 rows", {"act": "tag", "values": {"tag": tag}}, raw, [tag])


def _edit() -> Promise:
    from apps.brands.models import Brand
    from apps.core.sql import columns, comma

    names = columns(Brand)
    raw = (
        "WITH done AS (UPDATE brands_brand b SET website = %s, edited = b.edited || jsonb_build_object('website', "
        "b.website) FROM brands_brandsummary s WHERE s.brand_id = b.id AND b.archived_at IS NULL "
        f"AND b.website IS DISTINCT FROM %s RETURNING {comma(names, 'b')}) "
        f"{_past('brands_historicalbrand', comma(names))}"
    )
    asked = {"act": "edit", "values": {"website": SITE}}
    return _judge("bulk: edit 100,000 rows", asked, raw, [SITE, SITE])


def _past(table: str, columns: str) -> str:
    kind = "+" if "tagging" in table else "~"
    return (
        f"INSERT INTO {table} ({columns}, history_date, history_type, history_user_id, change_set_id) "
        f"SELECT {columns}, now(), '{kind}', 1, 1 FROM done"
    )


def _judge(name: str, asked: dict[str, Any], raw: str, params: list[Any]) -> Promise:
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set
    from apps.core.sql import execute

    shown = {"preview": 0.0}

    def ours() -> int:
        from apps.brands.models import BulkAct
        from apps.brands.selectors.selection import Selection
        from apps.brands.services import bulk

        start = perf_counter()
        made = bulk.preview_bulk(selection=Selection("brands", filter={}), **asked)
        shown["preview"] = perf_counter() - start
        return int(bulk.run_bulk(BulkAct.objects.get(pk=made.pk), _Silent()).report["changed"])

    def theirs() -> int:
        with change_set(ChangeKind.BULK, "By hand"):
            return execute(raw, params)

    taken = _in_turns({"ours": ours, "sql": theirs})
    note = f"{taken['ours']:.2f} s, of it preview {shown['preview']:.2f} s; SQL {taken['sql']:.2f} s"
    return Promise(name, round(taken["ours"] / taken["sql"], 2), 2.0, 1.4, note=note)


def _in_turns(calls: dict[str, Callable[[], int]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            taken[name].append(_rolled_back(call))
    return {name: median(values) for name, values in taken.items()}


def _rolled_back(call: Callable[[], int]) -> float:
    """Seconds of a call whose rows are taken away again."""
    from django.db import transaction

    from apps.core.sql import execute

    taken = 0.0
    try:
        with transaction.atomic():
            start = perf_counter()
            rows = call()
            taken = perf_counter() - start
            if rows != ROWS:
                raise RuntimeError(f"{rows} rows instead of {ROWS}")
            raise Rolled
    except Rolled:
        execute("VACUUM brands_brand, brands_historicalbrand, brands_tagging, brands_historicaltagging")
    return taken


class _Silent:
    """A watch that says nothing."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody asks."""

"""A workspace's own permit list: it overrides the public one row by row, in one change set."""

from typing import Any, BinaryIO

from apps.brands import sentences
from apps.brands.events import PermitListLoaded
from apps.brands.models import Permit
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.services.changes import change_set, hold_tables, note_counts
from apps.core.services.history import insert_history
from apps.core.services.outbox import publish
from apps.core.services.storage import path_of, store
from apps.core.sql import columns, comma, execute, fetch, scalar, table
from apps.registry.services.permits import COLUMNS, Loaded, stage_list

KIND = "coalesce(substring(h.number FROM '^[A-Z]{2}-([A-Z])-'), split_part(h.number, '-', 1))"
STATE = "coalesce(substring(h.number FROM '^([A-Z]{2})-[A-Z]-'), substring(h.number FROM '^[A-Z]+-([A-Z]{2})-'))"
MNEMONIC = "substring(h.number FROM '^BR-[A-Z]{2}-([A-Z]{3})-')"


def load_own_list(*, list_code: str, name: str, stream: BinaryIO) -> dict[str, Any]:
    """Take in a list. Permits of this workspace's earlier list that are not in it become lapsed."""
    stored = store(name, stream)
    with change_set(ChangeKind.PERMITS, sentences.list_loaded(name=stored.name, list=list_code)) as act:
        hold_tables(alone=True)
        loaded, _facts = stage_list(path_of(stored.path), stored.name)
        _write(loaded, list_code)
        matched = _matched()
        counts = {**loaded.__dict__, "importers_matched": matched}
        note_counts(act, **counts)
        if loaded.new or loaded.updated or loaded.lapsed:
            refresh(act.pk)
            publish(PermitListLoaded(act.pk, list_code, loaded.rows, loaded.new, loaded.updated, matched))
        return {"change_set": act.pk, "list": list_code, **counts}


def _write(loaded: Loaded, list_code: str) -> None:
    values = ", ".join(f"h.{c}" for c in COLUMNS)
    sets = ", ".join(f"{c} = h.{c}" for c in COLUMNS)
    own = ", ".join(f"p.{c}" for c in COLUMNS)
    loaded.updated = _tracked(
        f"UPDATE {table(Permit)} p SET {sets}, list_code = %s, status = 'active' FROM holders h "
        f"WHERE h.number = p.number AND ({values}, %s, 'active') IS DISTINCT FROM ({own}, p.list_code, p.status) "
        f"RETURNING {comma(columns(Permit), 'p')}, h.row",
        [list_code, list_code],
        "~",
    )
    loaded.lapsed = _tracked(
        f"UPDATE {table(Permit)} p SET status = 'lapsed' WHERE p.list_code = %s AND p.status = 'active' AND NOT EXISTS "
        f"(SELECT 1 FROM holders h WHERE h.number = p.number) RETURNING {comma(columns(Permit), 'p')}, NULL::int AS row",
        [list_code],
        "~",
    )
    loaded.new = _insert(list_code)
    loaded.unchanged = int(scalar("SELECT count(*) FROM holders") or 0) - loaded.new - loaded.updated


def _insert(list_code: str) -> int:
    special = {
        "id": "coalesce(r.id, nextval('public.registry_permitholder_id_seq'))", "list_code": "%s", "status": "'active'",
        "kind": KIND, "permit_state": STATE, "mnemonic": MNEMONIC, "number": "h.number",
    }  # fmt: skip
    picked = ", ".join(special.get(name, f"h.{name}") for name in columns(Permit))
    execute("DROP TABLE IF EXISTS made_holders")
    execute(
        f"CREATE TEMP TABLE made_holders ON COMMIT DROP AS SELECT {comma(columns(Permit))}, 0 AS row FROM {table(Permit)} LIMIT 0"
    )
    execute(
        f"INSERT INTO made_holders SELECT {picked}, h.row FROM holders h LEFT JOIN public.registry_permitholder r "
        f"ON r.number = h.number WHERE NOT EXISTS (SELECT 1 FROM {table(Permit)} p WHERE p.number = h.number)",
        [list_code],
    )
    names = comma(columns(Permit))
    written = execute(f"INSERT INTO {table(Permit)} ({names}) SELECT {names} FROM made_holders")
    execute(*insert_history(Permit, "made_holders", "+", source_row="row"))
    return written


def _tracked(statement: str, params: list[Any], kind: str) -> int:
    history, more = insert_history(Permit, "done", kind, source_row="done.row")
    return execute(f"WITH done AS ({statement}) {history}", params + more)


def _matched() -> int:
    """Importers of the list that have a SKU here."""
    rows = fetch(
        "SELECT count(*) FROM holders h JOIN brands_permitsummary s ON s.number = h.number WHERE s.sku_count > 0"
    )
    return int(rows[0][0])

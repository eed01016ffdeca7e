"""Loading a permit list into the public registry: versions kept, permits that vanish are marked lapsed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from apps.core.services.outbox import publish
from apps.core.sql import execute, scalar
from apps.registry.choices import SliceKind
from apps.registry.events import PublicPermitListLoaded
from apps.registry.formats.errors import EmptyFile
from apps.registry.formats.families import FamilyRules
from apps.registry.formats.names import identity_form, normal_form
from apps.registry.formats.permits import PermitListReader
from apps.registry.intake.stage import copying
from apps.registry.models import PermitHolder, Slice
from apps.registry.selectors import family_rules

COLUMNS = (
    "owner",
    "operating_name",
    "street",
    "city",
    "state",
    "zip",
    "county",
    "industry_type",
    "owner_key",
    "family",
)
STAGE = (
    "CREATE TEMP TABLE holders (row integer, number text, "
    + ", ".join(f"{c} text" for c in COLUMNS)
    + ") ON COMMIT DROP"
)


@dataclass
class Loaded:
    """What a list held and what it changed; `bad` are rows that name no holder."""

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    lapsed: int = 0
    duplicate: int = 0
    bad: int = 0


def stage_list(path: Path, name: str) -> tuple[Loaded, dict[str, Any]]:
    """Read a list into the temporary table `holders`, one row a permit (the last of a doubled one counts)."""
    loaded = Loaded()
    execute("DROP TABLE IF EXISTS holders")
    execute(STAGE)
    rules = family_rules()
    with PermitListReader(path, name) as reader:
        for frame in reader:
            loaded.rows += frame.height
            _copy(frame, rules)
        loaded.bad = len(reader.bad)
        loaded.rows += loaded.bad
        if loaded.rows == loaded.bad:
            raise EmptyFile(f"{name} names no permit holder.", hint="Send the whole list: what is not in it lapses.")
        facts = {
            "sha256": reader.files[0].sha256,
            "size": reader.files[0].size,
            "columns": list(reader.files[0].columns),
        }
    loaded.duplicate = execute("DELETE FROM holders h USING holders o WHERE h.number = o.number AND h.ctid < o.ctid")
    execute("ANALYZE holders")
    return loaded, facts


def _copy(frame: pl.DataFrame, rules: FamilyRules) -> None:
    owners = {text: identity_form(text) if normal_form(text) else None for text in frame["owner"].unique().drop_nulls()}
    keys = [owners.get(text) if text else None for text in frame["owner"]]
    names = frame.select("number", "owner", "operating_name").iter_rows()
    families = [rules.family(number, [n for n in (owner, trade) if n]) for number, owner, trade in names]
    shaped = frame.with_columns(
        pl.Series("owner_key", keys, pl.String), pl.Series("family", families, pl.String)
    ).select("row", "number", *COLUMNS)
    with copying("holders", f"row, number, {', '.join(COLUMNS)}") as copy:
        copy.write(shaped.write_csv(include_header=False).encode())


def load_public_list(*, path: Path, name: str, list_code: str) -> Loaded:
    """Make a list the public one of its kind. Permits of an earlier list that are not in it become lapsed."""
    with transaction.atomic():
        execute("LOCK TABLE registry_permitholder IN SHARE ROW EXCLUSIVE MODE")
        loaded, facts = stage_list(path, name)
        part = Slice.objects.create(
            kind=SliceKind.PERMITS,
            list_code=list_code,
            name=name,
            **{k: facts[k] for k in ("sha256", "size", "columns")},
        )
        _write(loaded, part.pk, list_code)
        part.report = loaded.__dict__
        part.save(update_fields=["report"])
        if loaded.new or loaded.updated or loaded.lapsed:
            publish(PublicPermitListLoaded(part.pk, list_code, loaded.rows, loaded.new, loaded.updated, loaded.lapsed))
    return loaded


def _write(loaded: Loaded, part: int, list_code: str) -> None:
    kept = "number, version, slice_id, list_code, status, " + ", ".join(COLUMNS)
    execute(
        "CREATE TEMP TABLE changed ON COMMIT DROP AS SELECT p.id FROM registry_permitholder p JOIN holders h USING (number) "
        f"WHERE ({_row('h')}, %s, 'active') IS DISTINCT FROM ({_row('p')}, p.list_code, p.status)",
        [list_code],
    )
    execute(
        "CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT p.id FROM registry_permitholder p WHERE p.list_code = %s "
        "AND p.status = 'active' AND NOT EXISTS (SELECT 1 FROM holders h WHERE h.number = p.number)",
        [list_code],
    )
    execute(
        f"INSERT INTO registry_permitholderversion ({kept}) SELECT {kept} FROM registry_permitholder "
        "WHERE id IN (SELECT id FROM changed UNION SELECT id FROM gone)"
    )
    loaded.updated = execute(
        f"UPDATE registry_permitholder p SET ({', '.join(COLUMNS)}) = ({_row('h')}), list_code = %s, status = 'active', "
        "version = p.version + 1, slice_id = %s, source_row = h.row FROM holders h, changed c "
        "WHERE h.number = p.number AND c.id = p.id",
        [list_code, part],
    )
    loaded.lapsed = execute(
        "UPDATE registry_permitholder SET status = 'lapsed', version = version + 1, slice_id = %s "
        "WHERE id IN (SELECT id FROM gone)",
        [part],
    )
    loaded.new = execute(
        f"INSERT INTO registry_permitholder (number, list_code, status, version, slice_id, source_row, {', '.join(COLUMNS)}) "
        f"SELECT h.number, %s, 'active', 1, %s, h.row, {_row('h')} FROM holders h "
        "WHERE NOT EXISTS (SELECT 1 FROM registry_permitholder p WHERE p.number = h.number) ORDER BY h.row",
        [list_code, part],
    )
    execute("DROP TABLE changed, gone")
    total = int(scalar("SELECT count(*) FROM holders") or 0)
    loaded.unchanged = total - loaded.new - loaded.updated
    execute("ANALYZE registry_permitholder")


def _row(alias: str) -> str:
    return ", ".join(f"{alias}.{c}" for c in COLUMNS)


def rename_families() -> int:
    """After the rules of service importers were edited: the family of every holder anew; how many changed.

    Brands that exist stay as they are: identity is settled when records come in.
    """
    rules = family_rules()
    changed = []
    for holder in PermitHolder.objects.only("number", "owner", "operating_name", "family").iterator(chunk_size=5000):
        family = rules.family(holder.number, [n for n in (holder.owner, holder.operating_name) if n])
        if family != holder.family:
            holder.family = family
            changed.append(holder)
    return PermitHolder.objects.bulk_update(changed, ["family"], batch_size=1000)

"""Loading COLA files into the public registry: by content, with the slice each record came from.

A record that changes gets a new version and a new `seq`; the version before is kept. Rows that
vanish from a later file are never deleted.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from apps.core.services.outbox import publish
from apps.core.sql import execute, fetch, scalar
from apps.registry.checks.rules import reason_codes
from apps.registry.choices import SliceKind
from apps.registry.events import RegistryLoaded
from apps.registry.formats.display import display_name
from apps.registry.formats.names import normal_form
from apps.registry.formats.reader import ColaReader
from apps.registry.intake.stage import Staged, Watch, create_tables, stage_files
from apps.registry.models import Slice

COLUMNS = (
    "permit", "serial", "completed_date", "fanciful_name", "brand_name", "origin", "origin_desc",
    "class_type", "class_type_desc", "status",
)  # fmt: skip


@dataclass
class RegistryReport:
    """What a load did, in rows; `slices` are the ids of the files' slices."""

    slices: list[int] = field(default_factory=list)
    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0
    conflicting: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    seq: int = 0
    seconds: float = 0.0


def load_registry(paths: Sequence[Path], watch: Watch, *, names: Sequence[str] = ()) -> RegistryReport:
    """Load files as published; `names` are what to call them, else their own. Must be called in the public schema.
    Raises FormatError; then nothing is written."""
    start = time.monotonic()
    report = RegistryReport()
    with transaction.atomic():
        execute("SET LOCAL work_mem = '96MB'")
        staged = _stage(paths, watch, names or [path.name for path in paths])
        execute("LOCK TABLE registry_colarecord IN SHARE ROW EXCLUSIVE MODE")
        report.slices = _slices(staged)
        _settle(report, staged)
        _write(report, staged)
        report.seq = int(scalar("SELECT coalesce(max(seq), 0) FROM registry_colarecord") or 0)
        report.seconds = round(time.monotonic() - start, 3)
        Slice.objects.filter(pk__in=report.slices).update(report=asdict(report))
        if report.new or report.updated:
            publish(RegistryLoaded(report.slices, report.rows, report.new, report.updated, report.seq))
    return report


def _stage(paths: Sequence[Path], watch: Watch, names: Sequence[str]) -> Staged:
    create_tables()
    with ColaReader(list(zip(paths, names, strict=True))) as reader:
        return stage_files(
            reader,
            today=timezone.localdate(),
            known_brands=_known,
            watch=watch,
            total_bytes=sum(path.stat().st_size for path in paths),
        )


def _known(permits: list[str]) -> set[tuple[str, str]]:
    rows = fetch("SELECT DISTINCT permit, normal_form FROM registry_colarecord WHERE permit = ANY(%s)", [permits])
    return {(permit, form) for permit, form in rows}


def _slices(staged: Staged) -> list[int]:
    made = Slice.objects.bulk_create(
        Slice(kind=SliceKind.COLAS, name=f.name, sha256=f.sha256, size=f.size, columns=list(f.columns))
        for f in staged.files
    )
    return [part.pk for part in made]


def _settle(report: RegistryReport, staged: Staged) -> None:
    """Rows that come twice: the same once, different ones not at all."""
    report.rows, report.rejected = staged.rows, staged.rejected
    report.warnings = [w.message for w in staged.warnings]
    for mask, n in fetch("SELECT reasons, count(*)::int FROM rejects GROUP BY reasons"):
        for code in reason_codes(mask):
            report.reasons[code] = report.reasons.get(code, 0) + n
    values = ", ".join(COLUMNS)
    rows = fetch(
        f"WITH many AS (SELECT ttb_id, min(row) AS first, count(DISTINCT ({values})::text) AS kinds FROM stage "
        "GROUP BY ttb_id HAVING count(*) > 1), gone AS (DELETE FROM stage s USING many m WHERE s.ttb_id = m.ttb_id "
        "AND (m.kinds > 1 OR s.row <> m.first) RETURNING m.kinds) "
        "SELECT count(*) FILTER (WHERE kinds = 1), count(*) FILTER (WHERE kinds > 1) FROM gone"
    )
    report.duplicate, report.conflicting = rows[0]


def _write(report: RegistryReport, staged: Staged) -> None:
    _find_changed(staged)
    _name()
    kept = ", ".join(("ttb_id", "version", "slice_id", "source_row", *COLUMNS))
    execute(
        f"INSERT INTO registry_colaversion ({kept}) SELECT {kept} FROM registry_colarecord "
        "WHERE id IN (SELECT old_id FROM incoming WHERE old_id IS NOT NULL)"
    )
    slices = _slice_of_row(report, staged)
    sets = ", ".join(f"{c} = i.{c}" for c in (*COLUMNS, "normal_form", "display_name", "category"))
    report.updated = execute(
        f"UPDATE registry_colarecord r SET {sets}, version = r.version + 1, seq = nextval('registry_change_seq'), "
        f"slice_id = {slices}, source_row = i.row FROM incoming i WHERE i.old_id = r.id"
    )
    names = ", ".join(("ttb_id", *COLUMNS, "normal_form", "display_name", "category"))
    report.new = execute(
        f"INSERT INTO registry_colarecord ({names}, version, seq, slice_id, source_row) SELECT {names}, 1, "
        f"nextval('registry_change_seq'), {slices}, row FROM incoming i WHERE old_id IS NULL ORDER BY row"
    )
    entered = report.rows - report.rejected - report.duplicate - report.conflicting
    report.unchanged = entered - report.new - report.updated
    execute("DROP TABLE incoming, spellings")
    if report.new:
        execute("ANALYZE registry_colarecord")


def _find_changed(staged: Staged) -> None:
    """`incoming`: rows that are new or differ. Columns that no file has are left as they are."""
    present = [c for c in COLUMNS if any(c in f.columns for f in staged.files) or c.endswith("_desc")]
    mine, theirs = (", ".join(f"{a}.{c}" for c in present) for a in ("s", "r"))
    picked = ", ".join(f"s.{c}" if c in present else f"r.{c}" for c in COLUMNS)
    execute("DROP TABLE IF EXISTS incoming")
    execute(
        f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT s.row, s.ttb_id, {picked}, s.category, r.id AS old_id, "
        "NULL::text AS normal_form, NULL::text AS display_name FROM stage s LEFT JOIN registry_colarecord r "
        f"ON r.ttb_id = s.ttb_id WHERE r.id IS NULL OR ({mine}) IS DISTINCT FROM ({theirs})"
    )


def _name() -> None:
    """Normal form and display name, once for each distinct spelling."""
    execute("DROP TABLE IF EXISTS spellings")
    execute("CREATE TEMP TABLE spellings (brand_name text, normal_form text, display_name text) ON COMMIT DROP")
    spellings = [row[0] for row in fetch("SELECT DISTINCT brand_name FROM incoming")]
    with connection.cursor() as cursor, cursor.copy("COPY spellings FROM STDIN") as copy:
        for name in spellings:
            copy.write_row((name, normal_form(name) or name, display_name(name)))
    execute("ANALYZE spellings")
    execute(
        "UPDATE incoming i SET normal_form = s.normal_form, display_name = s.display_name FROM spellings s "
        "WHERE s.brand_name = i.brand_name"
    )


def _slice_of_row(report: RegistryReport, staged: Staged) -> str:
    """SQL: the slice a row belongs to, by the offsets of the files."""
    pairs = list(zip(staged.offsets, report.slices, strict=True))[::-1]
    whens = " ".join(f"WHEN i.row > {offset} THEN {part}" for offset, part in pairs)
    return f"CASE {whens} ELSE {report.slices[0]} END" if report.slices else "0"

"""What can be done with imports: take files in, check them, run them, cancel them."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.brands import sentences
from apps.brands.choices import ImportState, Source
from apps.brands.models import Brand, Import, ImportFile, Sku
from apps.brands.pipeline.movers import HELD
from apps.brands.pipeline.naming import Namer, name_all
from apps.brands.pipeline.run import Order, dry_run, real_run
from apps.core import context
from apps.core.choices import ChangeKind, JobState
from apps.core.jobs import Cancelled, Turn
from apps.core.models import Job
from apps.core.sentences import Sentence
from apps.core.services import jobs
from apps.core.services.storage import Stored, UploadRefused, path_of, store
from apps.registry.formats.errors import FormatError
from apps.registry.formats.names import normal_form
from apps.registry.formats.reader import ColaReader
from apps.registry.intake.stage import Staged, Watch, create_tables, stage_files

MAX_FILES = 50
GATE_OFF = "off"
RUNNABLE = {ImportState.UPLOADED, ImportState.CHECKED, ImportState.GATED, ImportState.FAILED, ImportState.CANCELLED}
BUSY = {ImportState.CHECKING, ImportState.QUEUED, ImportState.RUNNING}


class ImportBusy(ValueError):
    """The import is running, or has run; it cannot be started or changed now."""

    code = "import_busy"
    hint = "Wait until it has ended, or start a new import."


class FilesGone(FormatError):
    """The import was never run, and its files are kept no longer."""

    code = "files_gone"
    hint = "Send the files again."


class Silent:
    """Watches nothing: for the foreground."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Not told to anyone."""


def create_import(
    *,
    files: Sequence[tuple[str, BinaryIO]],
    source: str = Source.UPLOAD,
    mapping: dict[str, str] | None = None,
    gate_percent: float | str | None = None,
    corrects: Import | None = None,
) -> Import:
    """Store files with their checksums and make an import of them, not yet started.

    `gate_percent`: None for the default, a percentage, or "off". Raises `UploadRefused`.
    """
    return save_import(store_files(files), source=source, mapping=mapping, gate_percent=gate_percent, corrects=corrects)


def store_files(files: Sequence[tuple[str, BinaryIO]]) -> list[Stored]:
    """Keep the files on disk; at least one, at most fifty."""
    if not 1 <= len(files) <= MAX_FILES:
        raise UploadRefused("file_count", f"Send between 1 and {MAX_FILES} files at once.")
    return [store(name, stream) for name, stream in files]


def save_import(
    stored: Sequence[Stored],
    *,
    source: str = Source.UPLOAD,
    mapping: dict[str, str] | None = None,
    gate_percent: float | str | None = None,
    corrects: Import | None = None,
) -> Import:
    """Rows for an import whose files are on disk."""
    actor = context.current().actor
    with transaction.atomic():
        run = Import.objects.create(
            name=", ".join(one.name for one in stored)[:300] or "rows",
            source=source,
            mapping=mapping or {},
            gate_percent=gate_value(gate_percent),
            corrects=corrects,
            actor_id=actor.user_id,
            actor_name=actor.name[:200],
        )
        ImportFile.objects.bulk_create(
            ImportFile(run=run, position=i, name=one.name, path=one.path, sha256=one.sha256, size=one.size)
            for i, one in enumerate(stored)
        )
    return run


def gate_value(given: float | str | None) -> float | None:
    """The gate in percent to keep: None means off, which a blank never does."""
    if given == GATE_OFF:
        return None
    return settings.COLABASE_IMPORT_GATE_PERCENT if given is None else float(given)


def set_mapping(run: Import, mapping: dict[str, str]) -> None:
    """Name columns by hand: header as in the file -> canonical name."""
    _require(run, RUNNABLE)
    Import.objects.filter(pk=run.pk).update(mapping=mapping, state=ImportState.UPLOADED, preview={}, error={})


def start_check(run: Import) -> Job:
    """Dry run in the background; the result is in `Import.preview`."""
    return _start(run, "brands.check_import", ImportState.CHECKING, f"Check of {run.name}")


def start_run(run: Import, *, gate_percent: float | str | None = None) -> Job:
    """Run in the background; the result is in `Import.report`."""
    if gate_percent is not None:
        Import.objects.filter(pk=run.pk).update(gate_percent=gate_value(gate_percent))
    return _start(run, "brands.run_import", ImportState.QUEUED, f"Import of {run.name}")


def _start(run: Import, kind: str, state: str, title: str) -> Job:
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=run.pk)
        _require(locked, RUNNABLE)
        job = jobs.enqueue(kind, title=title, args={"import": run.pk})
        Import.objects.filter(pk=run.pk).update(state=state, job_id=job.pk, error={}, started_at=Now())
    run.refresh_from_db()
    return job


def _require(run: Import, states: set[ImportState]) -> None:
    if run.state not in states:
        raise ImportBusy(_("The import is %(state)s.") % {"state": run.get_state_display().lower()})


def cancel_import(run: Import) -> None:
    """Stop it; what it had begun is rolled back whole."""
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    if job is None or job.is_over:
        return
    jobs.cancel(job)


def follow_job(run_id: int, turn: Turn, *, waits_as: str = ImportState.QUEUED) -> None:
    """Say of an import what became of its job while nothing was being done."""
    rows = Import.objects.filter(pk=run_id, job_id=turn.job_id)
    if turn.state == JobState.QUEUED:
        rows.filter(state__in=[ImportState.CANCELLED, ImportState.FAILED]).update(state=waits_as, error={})
        return
    ended = ImportState.CANCELLED if turn.state == JobState.CANCELLED else ImportState.FAILED
    rows.filter(state__in=BUSY).update(state=ended, error=turn.error, finished_at=Now())


# -- the work ------------------------------------------------------------------------------


def check_now(run: Import, watch: Watch) -> dict[str, Any]:
    """Dry run in the foreground of a worker; keeps the preview."""
    found: dict[str, Any] = _guarded(run, lambda: dry_run(order_of(run), watch))
    Import.objects.filter(pk=run.pk).update(state=ImportState.CHECKED, preview=found, finished_at=Now())
    return found


def run_now(run: Import, watch: Watch) -> Import:
    """The real run in the foreground. A run that was finished before a crash is answered with what it did."""
    waiting = Import.objects.filter(pk=run.pk).exclude(state=ImportState.DONE)
    try:
        if not waiting.update(state=ImportState.RUNNING, started_at=Now()):
            raise RunBefore
        made: Import = _guarded(run, lambda: real_run(order_of(run), watch, lambda: _taken(run.pk)))
    except RunBefore:
        return Import.objects.get(pk=run.pk)
    return made


class RunBefore(Exception):
    """Another worker, thought dead, has finished the run meanwhile."""


def _taken(pk: int) -> Import:
    """The import, held against a second worker until the run ends."""
    run = Import.objects.select_for_update(no_key=True).get(pk=pk)
    if run.state == ImportState.DONE:
        raise RunBefore
    return run


def run_stored(stored: Sequence[Stored], watch: Watch, **options: Any) -> Import:
    """Run files at once, with the import's own row in the same transaction: a crash leaves nothing at all."""
    made: list[Import] = []

    def make() -> Import:
        made.append(save_import(stored, **options))
        Import.objects.filter(pk=made[0].pk).update(started_at=Now(), state=ImportState.RUNNING)
        return made[0]

    return real_run(_order(stored, options), watch, make)


def check_stored(stored: Sequence[Stored], watch: Watch, **options: Any) -> dict[str, Any]:
    """Dry run of files, leaving no trace."""
    return dry_run(_order(stored, options), watch)


def _order(stored: Sequence[Stored], options: dict[str, Any]) -> Order:
    return file_order(
        [(one.path, one.name, one.size) for one in stored],
        mapping=options.get("mapping") or {},
        source=options.get("source", Source.UPLOAD),
        gate=gate_value(options.get("gate_percent")),
        said=sentences.files_imported(name=", ".join(one.name for one in stored)),
    )


def order_of(run: Import) -> Order:
    """The pipeline's order for an import of files. Corrections are never gated."""
    files = sources(run)
    gate = None if run.corrects_id else run.gate_percent
    kind, said = ChangeKind.IMPORT, sentences.files_imported(name=run.name)
    if run.corrects:
        kind, said = ChangeKind.READMIT, sentences.rows_corrected(name=run.corrects.name)
    return file_order(files, mapping=run.mapping, source=run.source, gate=gate, said=said, kind=kind)


def sources(run: Import) -> list[tuple[str, str, int]]:
    """The stored files of an import: (path, name, size in bytes). Raises `FilesGone`."""
    found = [(f.path, f.name, f.size) for f in run.files.order_by("position")]
    if not all(path for path, _name, _size in found):
        raise FilesGone(_("The files of %(name)s were cleared away: it was never run.") % {"name": run.name})
    return found


def file_order(
    files: Sequence[tuple[str, str, int]],
    *,
    mapping: dict[str, str],
    source: str,
    gate: float | None,
    said: Sentence,
    kind: ChangeKind = ChangeKind.IMPORT,
) -> Order:
    """An order that stages stored files: (path, name, size in bytes)."""

    namer = None if Brand.objects.exists() else Namer()

    def stage(watch: Watch) -> Staged:
        create_tables()
        sources = [(path_of(path), name) for path, name, _size in files]
        total = sum(size for _path, _name, size in files)
        with ColaReader(sources, mapping=mapping or None) as reader:
            staged = stage_files(
                reader, today=timezone.localdate(), known_brands=known_brands, watch=watch, total_bytes=total,
                on_batch=namer.feed if namer else None, keep=HELD if namer else (),
            )  # fmt: skip
        if namer:
            namer.start()
        return staged

    return Order(stage=stage, source=source, kind=kind, said=said, gate=gate, name=namer or name_all)


def known_brands(permits: list[str]) -> set[tuple[str, str]]:
    """(permit, normal form) of this workspace's brands under these permits: they decide how a broken line reads."""
    rows = Sku.objects.filter(permit__in=permits).values_list("permit", "brand_name").distinct()
    return {(permit, normal_form(name)) for permit, name in rows}


def _guarded(run: Import, work: Any) -> Any:
    """Note on the import's own row how the work ended when it did not end well."""
    try:
        return work()
    except RunBefore:
        raise
    except Cancelled:
        Import.objects.filter(pk=run.pk).update(state=ImportState.CANCELLED, finished_at=Now())
        raise
    except FormatError as error:
        problem = {"code": error.code, "message": error.message, "hint": error.hint}
        Import.objects.filter(pk=run.pk).update(state=ImportState.FAILED, error=problem, finished_at=Now())
        raise
    except Exception:
        problem = {"code": "internal_error", "message": "The import failed on our side; nothing of it was kept."}
        Import.objects.filter(pk=run.pk).update(state=ImportState.FAILED, error=problem, finished_at=Now())
        raise

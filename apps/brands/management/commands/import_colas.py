"""Take COLA files into a workspace: `import_colas acme cola.csv [--dry-run] [--gate 20|off] [--json]`."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tenants.utils import tenant_context

from apps.brands.choices import ImportState
from apps.brands.services.imports import GATE_OFF, check_stored, run_stored, store_files
from apps.core.commands import ContractCommand, Refused
from apps.core.services.storage import UploadRefused
from apps.registry.formats.errors import FormatError
from apps.tenants.selectors import open_workspace

SHOWN = (
    "status", "files", "rows", "new", "updated", "unchanged", "duplicate", "quarantined", "conflicting", "brands_new",
    "bridged", "importers_matched", "permits_unmatched", "warnings", "seconds",
)  # fmt: skip


class Progress:
    """Says on standard error how far it is, when somebody looks."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream if stream.isatty() else None

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """One line, written over."""
        if self._stream:
            of = f" of about {total:,}" if total else ""
            self._stream.write(f"\r{message}: {done:,}{of} rows   ")


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--gate", default=None, help="stop when more than this percentage is bad, or off")

    def run(self, **options: Any) -> dict[str, Any]:
        room = open_workspace(options["workspace"])
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        gate = _gate(options["gate"])
        with tenant_context(room):
            try:
                return self._run(options["files"], gate, dry=options["dry_run"])
            except (FormatError, UploadRefused) as error:
                raise Refused(error.code, error.message, error.hint) from error

    def _run(self, paths: list[Path], gate: float | str | None, *, dry: bool) -> dict[str, Any]:
        with ExitStack() as stack:
            stored = store_files([(path.name, stack.enter_context(_open(path))) for path in paths])
        watch = Progress(sys.stderr)
        if dry:
            found = check_stored(stored, watch, gate_percent=gate)
            return self._answer_of({"import": None, "change_set": None}, found)
        done = run_stored(stored, watch, gate_percent=gate)
        return self._answer_of({"import": done.pk, "change_set": done.change_set_id}, done.report)

    def _answer_of(self, ids: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
        answer = {**ids, **{name: found[name] for name in SHOWN}, "file_warnings": found["file_warnings"]}
        answer["files"] = [file["name"] for file in found["files"]]
        for warning in found["file_warnings"]:
            self.stderr.write(f"{answer['files'][warning['file']]}: {warning['message']}")
            answer["warnings"] = {**answer["warnings"], warning["code"]: answer["warnings"].get(warning["code"], 0) + 1}
        if found["status"] == ImportState.GATED:
            bad = f"{found['quarantined']:,} of {found['rows']:,} rows are bad"
            raise Refused(
                "gated",
                f"Stopped: {bad}.",
                "Mend them, or run with a higher --gate or --gate off.",
                extra={**answer, "status": "gated"},
            )
        return answer


def _open(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.") from error


def _gate(text: str | None) -> float | str | None:
    if text is None or text == GATE_OFF:
        return text
    try:
        percent = float(text)
    except ValueError:
        raise CommandError("--gate takes a percentage or off.", returncode=2) from None
    if not 0 <= percent <= 100:  # noqa: PLR2004
        raise CommandError("--gate takes a percentage between 0 and 100, or off.", returncode=2)
    return percent

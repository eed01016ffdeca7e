"""Write a list to a file: `export acme brands --format csv --out brands.csv [--filter origin=51 ...] [--json]`."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tenants.utils import tenant_context

from apps.brands.selectors.export_rows import RESOURCES
from apps.brands.services.export_files import Asked, ExportFailed, Made, make_file, nothing_watching
from apps.brands.writers.formats import FORMATS
from apps.core.commands import ContractCommand, Refused
from apps.core.filtering import BadFilter, UnknownFilter
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("resource", choices=[*RESOURCES])
        parser.add_argument("--format", required=True, choices=[*FORMATS])
        parser.add_argument("--out", required=True, type=Path, help="the file to write; it appears whole or not at all")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE", help="as the API takes it")

    def run(self, **options: Any) -> dict[str, Any]:
        room = open_workspace(options["workspace"])
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        asked = Asked(options["resource"], options["format"], _filter(options["filter"]))
        start = time.monotonic()
        with tenant_context(room):
            made = _made(asked, options["out"])
        return {
            "status": "done", "resource": asked.resource, "format": asked.format, "out": str(options["out"]),
            "rows": made.rows, "size": made.size, "moment": made.moment.isoformat(),
            "seconds": round(time.monotonic() - start, 3),
        }  # fmt: skip


def _made(asked: Asked, out: Path) -> Made:
    if not out.parent.is_dir():
        raise Refused("no_such_folder", f"There is no folder {out.parent}.", "Make it first.")
    if out.is_dir():
        raise Refused("is_folder", f"{out} is a folder.", "Name a file in it.")
    try:
        return make_file(asked, out, nothing_watching())
    except (UnknownFilter, BadFilter) as error:
        raise Refused(error.code, str(error), error.hint) from error
    except ExportFailed as error:
        raise CommandError(f"{error} {error.hint}") from error


def _filter(pairs: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise CommandError(f"--filter takes key=value, not {pair}.", returncode=2)
        found.setdefault(key, []).append(value)
    return found

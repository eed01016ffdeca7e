"""Load COLA files into the public registry, for every workspace that subscribes: `load_registry day.csv`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django_tenants.utils import schema_context

from apps.core.commands import ContractCommand, Refused
from apps.registry.formats.errors import FormatError
from apps.registry.services.colas import load_registry


class Quiet:
    """Watches nothing."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Not told."""


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path)

    def run(self, **options: Any) -> dict[str, Any]:
        for path in options["files"]:
            if not path.is_file():
                raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.")
        try:
            with schema_context("public"):
                return {"status": "done", **asdict(load_registry(options["files"], Quiet()))}
        except FormatError as error:
            raise Refused(error.code, error.message, error.hint) from error

"""Load a permit list: `import_permits public importers.csv --list importer`, or into one workspace."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django_tenants.utils import schema_context, tenant_context

from apps.brands.services.permit_lists import load_own_list
from apps.core.commands import ContractCommand, Refused
from apps.core.services.storage import UploadRefused
from apps.registry.choices import PermitList
from apps.registry.formats.errors import FormatError
from apps.registry.services.permits import load_public_list
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace", help="a workspace, or public")
        parser.add_argument("file", type=Path)
        parser.add_argument("--list", required=True, choices=PermitList.values, dest="list_code")

    def run(self, **options: Any) -> dict[str, Any]:
        path: Path = options["file"]
        if not path.is_file():
            raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.")
        try:
            return self._load(options["workspace"], path, options["list_code"])
        except (FormatError, UploadRefused) as error:
            raise Refused(error.code, error.message, error.hint) from error

    def _load(self, workspace: str, path: Path, list_code: str) -> dict[str, Any]:
        if workspace == "public":
            with schema_context("public"):
                loaded = load_public_list(path=path, name=path.name, list_code=list_code)
            return {"list": list_code, **loaded.__dict__}
        room = open_workspace(workspace)
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {workspace}.")
        with tenant_context(room), path.open("rb") as stream:
            return load_own_list(list_code=list_code, name=path.name, stream=stream)

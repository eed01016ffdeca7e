"""Take decisions from a file: `decide acme --file decisions.csv`. Sound rows are done, the others listed.

Where the policy wants two people for a merge, nothing is merged: `waiting` counts the rows that are in the review queue now.
A file speaks for nobody, so two people have to approve each.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django_tenants.utils import tenant_context

from apps.consolidation.services.decision_files import BadHeader, take_file
from apps.core.commands import ContractCommand, Refused
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("--file", type=Path, required=True)

    def run(self, **options: Any) -> dict[str, Any]:
        room, path = open_workspace(options["workspace"]), options["file"]
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        if not path.is_file():
            raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.")
        with tenant_context(room):
            try:
                done = asdict(take_file(path))
            except BadHeader as error:
                raise Refused(error.code, str(error), error.hint) from error
        for one in done["errors"]:
            self.stderr.write(f"row {one['row']}: {one['reason']}")
        if done["waiting"]:
            rows = "1 row waits" if done["waiting"] == 1 else f"{done['waiting']} rows wait"
            self.stderr.write(f"{rows} in the review queue: the policy wants two people for a merge.")
        else:
            del done["waiting"]
        return {"status": "done", **done}

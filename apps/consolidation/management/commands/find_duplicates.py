"""Look for brands that are one: `find_duplicates acme --out pairs.csv`. Findings become proposals."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django_tenants.utils import tenant_context

from apps.consolidation.services.scanning import Silent, scan_now, write_pairs
from apps.core.commands import ContractCommand, Refused
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("--since-last", action="store_true", help="only brands changed since the last scan")
        parser.add_argument("--out", type=Path, help="a CSV file of all pairs")

    def run(self, **options: Any) -> dict[str, Any]:
        room, out = open_workspace(options["workspace"]), options["out"]
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        if out is not None:
            _check(out)
        with tenant_context(room):
            found = scan_now(is_full=not options["since_last"], watch=Silent())
            if out is not None:
                write_pairs(found, out)
        row = found.row
        return {
            "scan": row.pk,
            "brands": row.compared,
            "candidates": row.candidates,
            "pairs": row.pairs,
            "by_relation": row.by_relation,
            "proposals_new": row.proposals_new,
            "merged": row.merged,
            "seconds": row.seconds,
        }


def _check(out: Path) -> None:
    """Before a long scan: whether its pairs can be written."""
    if not out.parent.is_dir():
        raise Refused("no_such_folder", f"{out.parent} is no folder.", "Check the path.")
    if out.is_dir() or not os.access(out if out.exists() else out.parent, os.W_OK):
        raise Refused("not_writable", f"{out} cannot be written.", "Name a file in a folder you may write to.")

"""Bring the public schema and every workspace up to date: skips what is current, replays SQL, in parallel."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from apps.core.db import connection
from apps.tenants import fingerprint
from apps.tenants.models import Workspace
from apps.tenants.services.schemas import OldServer, bring_up_to_date, check_server, migrate_public


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="the last line of output is one JSON object")
        parser.add_argument("--parallel", type=int, default=2, help="workspaces migrated at once (default 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()
        try:
            check_server()
        except OldServer as error:
            self.stderr.write(f"{error} {error.hint}")
            raise SystemExit(1) from error
        public = migrate_public()
        failed = self._migrate_all(options["parallel"])
        report = {"public_migrated": public, **failed, "seconds": round(time.monotonic() - start, 3)}
        self._tell(report, as_json=options["json"])
        if report["failed"]:
            raise SystemExit(1)

    def _migrate_all(self, parallel: int) -> dict[str, Any]:
        total = Workspace.objects.exclude(schema_name="public").count()
        behind = list(Workspace.objects.exclude(schema_name="public").exclude(fingerprint=fingerprint.current()))
        if not behind:
            return {"workspaces": total, "migrated": 0, "current": total, "failed": []}
        with ThreadPoolExecutor(max_workers=max(1, parallel)) as pool:
            errors = [e for e in pool.map(_one, behind) if e]
        done = len(behind) - len(errors)
        return {"workspaces": total, "migrated": done, "current": total - len(behind), "failed": errors}

    def _tell(self, report: dict[str, Any], *, as_json: bool) -> None:
        for error in report["failed"]:
            self.stderr.write(f"{error['workspace']}: {error['error']}")
        if as_json:
            self.stdout.write(orjson.dumps(report).decode())
            return
        self.stdout.write(
            f"{report['workspaces']} workspaces: {report['migrated']} migrated, {report['current']} were current, "
            f"{len(report['failed'])} failed, in {report['seconds']} s."
        )


def _one(room: Workspace) -> dict[str, str] | None:
    """Migrate one workspace in a thread of its own; its error, or None. The rest goes on."""
    try:
        close_old_connections()
        bring_up_to_date(room)
    except Exception as error:  # noqa: BLE001  (reported by name; one workspace must not stop the others)
        return {"workspace": room.slug, "error": str(error)}
    finally:
        connection.close()
    return None

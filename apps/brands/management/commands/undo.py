"""Take an act back: `undo acme 12 [--keep-later|--overwrite]`. Undo is itself a change set."""

from typing import Any

from django.core.management.base import CommandParser
from django_tenants.utils import tenant_context

from apps.core.commands import ContractCommand, Refused
from apps.core.models import ChangeSet
from apps.core.services.undo import AlreadyUndone, UndoConflict, undo
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("change_set", type=int)
        side = parser.add_mutually_exclusive_group()
        side.add_argument("--keep-later", action="store_const", const="keep_later", dest="choice")
        side.add_argument("--overwrite", action="store_const", const="overwrite", dest="choice")

    def run(self, **options: Any) -> dict[str, Any]:
        room = open_workspace(options["workspace"])
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        with tenant_context(room):
            try:
                done = undo(options["change_set"], choice=options["choice"])
            except ChangeSet.DoesNotExist as error:
                raise Refused("unknown_change_set", f"There is no change set {options['change_set']}.") from error
            except AlreadyUndone as error:
                raise Refused(error.code, str(error)) from error
            except UndoConflict as error:
                self._list(error.conflicts)
                extra = {"conflicts": error.count, "conflict_list": error.conflicts}
                raise Refused(error.code, str(error), error.hint, extra=extra) from error
        self._list(done.conflicts)
        numbers = {"undone": done.undone, "kept": done.kept, "conflicts": done.conflict_count}
        return {"change_set": done.change_set, **numbers, "conflict_list": done.conflicts}

    def _list(self, conflicts: list[dict[str, Any]]) -> None:
        for one in conflicts:
            what = f"{one['field']}: now {one['current_value']!r}" if one["field"] else "edited or used since"
            self.stderr.write(f"{one['record']} {one['id']} {what}")

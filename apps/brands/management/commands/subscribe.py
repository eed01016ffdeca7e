"""Let a workspace follow the public registry: `subscribe acme --filter origin=51 --filter origin=50`."""

from collections import defaultdict
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tenants.utils import tenant_context

from apps.brands.selectors.registry_filter import BadFilter
from apps.brands.services.subscriptions import create_subscription, fill_now
from apps.core.commands import ContractCommand, Refused
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("--name", default="")
        parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE")

    def run(self, **options: Any) -> dict[str, Any]:
        room = open_workspace(options["workspace"])
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        with tenant_context(room):
            try:
                made = create_subscription(name=options["name"], filter=pairs(options["filter"]))
            except BadFilter as error:
                raise Refused(error.code, str(error), error.hint) from error
            done = fill_now(made)
        numbers = {
            name: done.report[name] for name in ("rows", "new", "updated", "unchanged", "conflicting", "brands_new")
        }
        ids = {"subscription": made.pk, "import": done.pk, "change_set": done.change_set_id}
        return {**ids, "status": done.state, **numbers, "seconds": done.report["seconds"]}


def pairs(words: list[str]) -> dict[str, list[str]]:
    """`["a=1", "a=2"]` as `{"a": ["1", "2"]}`."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise CommandError(f"{word!r} is not KEY=VALUE.", returncode=2)
        found[key].append(value)
    return dict(found)

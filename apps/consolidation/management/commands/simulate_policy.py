"""Try a policy on past decisions and present proposals: `simulate_policy acme --policy rules.json --json`. Nothing is
written. Without a file the policy that holds is tried."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import CommandParser
from django_tenants.utils import tenant_context

from apps.consolidation.policy import BadPolicy
from apps.consolidation.selectors.decided import rules
from apps.consolidation.services.policies import rules_of, simulate
from apps.core.commands import ContractCommand, Refused
from apps.tenants.selectors import open_workspace


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("workspace")
        parser.add_argument("--policy", type=Path)

    def run(self, **options: Any) -> dict[str, Any]:
        room = open_workspace(options["workspace"])
        if room is None:
            raise Refused("unknown_workspace", f"There is no open workspace named {options['workspace']}.")
        given = None if options["policy"] is None else _read(options["policy"])
        with tenant_context(room):
            try:
                return simulate(rules() if given is None else rules_of(given))
            except BadPolicy as error:
                raise Refused("bad_policy", str(error), error.hint) from error


def _read(path: Path) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except OSError as error:
        raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.") from error
    except orjson.JSONDecodeError as error:
        raise Refused("bad_policy", f"{path} is no JSON: {error}.", "Send a JSON object of rules.") from error

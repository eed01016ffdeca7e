"""Make the sample workspaces acme and globex, of any size, or remove them: `load_sample [--rows N] [--remove]`."""

from typing import Any

from django.core.management.base import CommandParser

from apps.brands.services.samples import PEOPLE, load_sample, remove_sample
from apps.core.commands import ContractCommand


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--rows", type=int, default=6_000, help="records in the sample registry")
        parser.add_argument("--brands", type=int, default=2_200)
        parser.add_argument("--seed", type=int, default=11)
        parser.add_argument("--remove", action="store_true", help="delete the sample workspaces and their people")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["remove"]:
            return {"removed": remove_sample()}
        made = load_sample(rows=options["rows"], brands=options["brands"], seed=options["seed"])
        if made.password is None:
            return {"sample": "already there"}
        people = ", ".join(f"{name}@{slug}.example" for slug, names in PEOPLE.items() for name in names)
        self.stderr.write(f"Sample people: {people}")
        self.stderr.write(f"Their password, shown this once: {made.password}")
        return {"sample": "loaded", "rows": made.rows}

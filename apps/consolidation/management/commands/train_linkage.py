"""Learn the model the project ships with: `train_linkage names.txt --out model.json`.

Each line of the files is a name of the trade; without files, names are invented. Practice pairs are made from them,
the model is learnt and calibrated on pairs it has not seen, and its measures are printed.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.consolidation.linkage.model import DEFAULT
from apps.consolidation.linkage.practice import Practice
from apps.consolidation.linkage.training import evaluate, train
from apps.core.commands import ContractCommand, Refused
from apps.registry.formats.names import clean_text

_SHORTEST, _LONGEST = 3, 50


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="*", type=Path)
        parser.add_argument("--groups", type=int, default=9000, help="brands to make practice pairs around")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, default=DEFAULT)

    def run(self, **options: Any) -> dict[str, Any]:
        names = sorted({name for path in options["files"] for name in _names(path)})
        pairs = Practice(names, options["seed"]).pairs(options["groups"])
        model = train(pairs)
        model.save(options["out"])
        unseen = Practice(names, options["seed"] + 1).pairs(max(options["groups"] // 5, 1))
        measured = {name: round(value, 4) for name, value in evaluate(model, unseen).items()}
        return {"model": str(options["out"]), "learnt_from": len(pairs.left), "unseen": measured}


def _names(path: Path) -> list[str]:
    if not path.is_file():
        raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.")
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    names = [clean_text(line).upper() for line in lines]
    return [name for name in names if _SHORTEST <= len(name) <= _LONGEST]

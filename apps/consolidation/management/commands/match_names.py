"""Say of pairs of names whether they are one brand: `match_names pairs.csv`, one line of JSON for each row.

The file has columns name_a and name_b and may have id, permit_a, permit_b, origin_a, origin_b, class_a, class_b,
website_a and website_b. No workspace is needed. `a` is the child where one is a product of the other, else the sides
stay as they are in the file; `child` says which side it is.
"""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import CommandParser

from apps.consolidation.linkage.matching import compare_pairs, rows_in_order
from apps.consolidation.linkage.pair_files import NotPairs, PairRows, read_pairs
from apps.core.commands import ContractCommand, Refused


class Command(ContractCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def run(self, **options: Any) -> dict[str, Any]:
        path: Path = options["file"]
        if not path.is_file():
            raise Refused("no_such_file", f"{path} cannot be read.", "Check the path.")
        try:
            for rows in read_pairs(path):
                self._print(rows)
        except NotPairs as error:
            raise Refused("header_missing", str(error), "Give the file a header with name_a and name_b.") from error
        return {}

    def _print(self, rows: PairRows) -> None:
        findings = compare_pairs(rows.left, rows.right)
        for i, (said, finding) in enumerate(zip(rows_in_order(findings), findings, strict=True)):
            line: dict[str, object] = {} if rows.ids is None else {"id": rows.ids[i]}
            line |= {"name_a": rows.left.names[i], "name_b": rows.right.names[i]}
            line |= said | {"child": _child(finding.relation, finding.a == rows.left.ids[i])}
            self.stdout.write(orjson.dumps(line).decode())

    def _answer(self, result: dict[str, Any], *, as_json: bool) -> None:
        """The lines are the answer."""


def _child(relation: str, is_a: bool) -> str | None:
    if relation not in ("sku_of_brand", "brand_of_portfolio"):
        return None
    return "a" if is_a else "b"

"""What a permit says about who is behind it, as identity needs it."""

from dataclasses import dataclass

import polars as pl

from apps.brands.models import Permit
from apps.brands.pipeline.identity import Evidence
from apps.core.sql import fetch, table
from apps.registry.formats import codes
from apps.registry.formats.ids import parse_permit
from apps.registry.selectors import family_rules

HOLDERS = (
    "SELECT n.number, CASE WHEN p.id IS NULL THEN h.owner ELSE p.owner END, "
    "CASE WHEN p.id IS NULL THEN h.operating_name ELSE p.operating_name END, "
    "CASE WHEN p.id IS NULL THEN h.owner_key ELSE p.owner_key END FROM unnest(%s::text[]) n(number) "
    f"LEFT JOIN {table(Permit)} p ON p.number = n.number AND p.list_code IS NOT NULL "
    "LEFT JOIN public.registry_permitholder h ON h.number = n.number"
)
PARTS = {"number": pl.String, "kind": pl.String, "state": pl.String, "mnemonic": pl.String, "service": pl.String}


@dataclass(frozen=True)
class Permits:
    """`parts`: number, kind, state, mnemonic and family of service importers; `service`: numbers that have one."""

    parts: pl.DataFrame
    service: list[str]
    evidence: Evidence


def permits_of(numbers: pl.Series) -> Permits:
    """Parts, owner and family of each permit, from the workspace's own list or else the public one."""
    rules = family_rules()
    parts, words = [], dict[str, list[str]]()
    for number, owner, trade, owner_key in fetch(HOLDERS, [numbers.to_list()]):
        parsed = parse_permit(number)
        service = rules.family(number, [name for name in (owner, trade) if name])
        parts.append((number, parsed.kind, parsed.state or None, parsed.mnemonic, service))
        found = [
            f"p:{number}",
            f"o:{owner_key}" if owner_key else "",
            f"m:{parsed.mnemonic}" if parsed.mnemonic else "",
        ]
        words[number] = [] if service else [word for word in found if word]
    frame = pl.DataFrame(parts, schema=PARTS, orient="row")
    imported = set(codes.imported_codes())
    evidence = Evidence(lambda permit: words.get(permit, ()), imported.__contains__)
    return Permits(frame, frame.filter(pl.col("service").is_not_null())["number"].to_list(), evidence)

"""What a permit says about who is behind it, as identity needs it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
import polars as pl

from apps.brands.models import Permit
from apps.brands.pipeline.identity import Evidence
from apps.core.sql import fetch, table
from apps.registry.formats import codes
from apps.registry.formats.families import FamilyRules
from apps.registry.formats.ids import KNOWN_PERMIT, permit_text
from apps.registry.selectors import family_rules

HOLDERS = (
    "SELECT n.number, CASE WHEN p.id IS NULL THEN h.owner ELSE p.owner END, "
    "CASE WHEN p.id IS NULL THEN h.operating_name ELSE p.operating_name END, "
    "CASE WHEN p.id IS NULL THEN h.owner_key ELSE p.owner_key END FROM json_array_elements_text(%s) n(number) "
    f"LEFT JOIN {table(Permit)} p ON p.number = n.number AND p.list_code IS NOT NULL "
    "LEFT JOIN public.registry_permitholder h ON h.number = n.number WHERE p.id IS NOT NULL OR h.id IS NOT NULL"
)
WHOLE = f"^(?:{KNOWN_PERMIT})$"


@dataclass(frozen=True)
class Permits:
    """`parts`: number, kind, state, mnemonic and family of service importers; `service`: numbers that have one."""

    parts: pl.DataFrame
    service: list[str]
    evidence: Evidence


@dataclass(frozen=True)
class Held:
    """What the database says of some permits: number, owner, trade name and owner's key of those that stand in a list."""

    numbers: pl.Series
    holders: list[tuple[Any, ...]]
    rules: FamilyRules


def look_up(numbers: pl.Series) -> Held:
    """The holders of permits, from the workspace's own list or else the public one."""
    as_one = orjson.dumps(numbers.to_list()).decode()  # a list would be quoted number by number
    return Held(numbers, fetch(HOLDERS, [as_one]), family_rules())


def permits_of(numbers: pl.Series) -> Permits:
    """Parts, owner and family of each permit."""
    return permits_held(look_up(numbers))


def permits_held(held: Held) -> Permits:
    """The same of permits that were looked up: asks no database, so that a thread may do it."""
    holders, parts = held.holders, parts_of(held.numbers)
    names = {number: [name for name in both if name] for number, *both, _key in holders}
    service = _service(parts["number"], names, held.rules)
    frame = parts.with_columns(service=pl.col("number").replace_strict(service, default=None, return_dtype=pl.String))
    owners = {number: key for number, _owner, _trade, key in holders if key}
    mnemonics = dict(frame.filter(pl.col("mnemonic") != "").select("number", "mnemonic").iter_rows())

    @cache
    def words(permit: str) -> list[str]:
        if permit in service:
            return []
        found = {"p": permit, "o": owners.get(permit), "m": mnemonics.get(permit)}
        return [f"{kind}:{word}" for kind, word in found.items() if word]

    return Permits(frame, list(service), Evidence(words, set(codes.imported_codes()).__contains__))


def parts_of(numbers: pl.Series) -> pl.DataFrame:
    """number, kind, state, mnemonic of each, as `parse_permit` reads them: an unknown form has an empty kind."""
    read = pl.col("number").replace({text: bare for text in numbers if (bare := permit_text(text)) != text})
    parts = numbers.alias("number").to_frame().with_columns(read.str.extract_groups(WHOLE).alias("read")).unnest("read")
    return parts.select(
        "number",
        pl.coalesce("kind", "kind2").fill_null("").alias("kind"),
        pl.coalesce("st", "st2").alias("state"),
        pl.col("mn").alias("mnemonic"),
    )


def _service(numbers: pl.Series, names: dict[str, list[str]], rules: FamilyRules) -> dict[str, str]:
    """The family of each service importer's permit."""
    found = ((number, rules.family(number, names.get(number, ()))) for number in numbers)
    return {number: family for number, family in found if family}

"""Which brand each new or moved row belongs to: the rule of `identity`, over frames around it.

Most normal forms come with one (permit, origin) and meet nothing: those become brands at once. Only forms
with several, or with a brand already there, are resolved one by one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from apps.brands.models import Brand, Sku
from apps.brands.pipeline.evidence import Permits
from apps.brands.pipeline.identity import Combo, resolve
from apps.brands.pipeline.reduced import Reduced
from apps.brands.selectors.merged import all_roots
from apps.core.frames import read_rows, write_rows
from apps.core.sql import execute, scalar, table
from apps.registry.formats import codes

UNDATED = 65_535
TTB_BITS = 47
COMBO = ["normal_form", "permit", "origin", "alone"]
MET = (
    "SELECT DISTINCT f.normal_form, coalesce(h.heir, b.id), h.heir IS NOT NULL FROM forms f "
    f"JOIN {table(Brand)} b ON b.normal_form = f.normal_form LEFT JOIN heirs h ON h.id = b.id"
)
THERE = {"normal_form": pl.String, "brand_id": pl.Int64, "permit": pl.String, "origin": pl.String}


Crossed = dict[tuple[str, ...], list[int]]
"""A combo (`COMBO`) -> the brands it would have joined."""


@dataclass(frozen=True)
class Bridge:
    """Rows that would have joined several brands, and went to the oldest."""

    normal_form: str
    permit: str
    origin: str
    brand_ids: list[int]
    rows: pl.DataFrame


@dataclass(frozen=True)
class Placed:
    """What identity found.

    `rows`: row, ttb_id and sku_id of each that moves, with the `brand_id` it joins, or the `place` of a new brand in
    `made`. `made`: the brands to make, named by their earliest record, with `keeps` where one takes the place of a brand
    all of whose rows move. `met`: every permit with its parts and the row it was first met in. `facts`: the same rows
    with all they say, where they are held; `reduced`: what a first load says, where it is too long for that.
    """

    rows: pl.DataFrame
    made: pl.DataFrame
    met: pl.DataFrame
    bridges: list[Bridge]
    facts: pl.DataFrame | None = None
    reduced: Reduced | None = None

    @property
    def brands_new(self) -> int:
        """New brands."""
        return self.made["keeps"].null_count()

    @property
    def bridged(self) -> int:
        """Rows that would have joined two existing brands."""
        return sum(bridge.rows.height for bridge in self.bridges)


def place(rows: pl.DataFrame, there: pl.DataFrame, permits: Permits, *, hold: bool = False) -> Placed:
    """Find the brand of every one of `rows`, among those that are `there` under their normal forms (`find_there`).

    Asks the database only about rows that leave a brand. `hold`: keep what the rows say as `facts`.
    """
    rows = rows.with_columns(_alone(permits).alias("alone"))
    places, crossed = _resolved(rows.select(COMBO).unique(), there, permits)
    rows = rows.join(places, on=COMBO, how="left")
    rows = rows.with_columns(pl.when(pl.col("brand_id").is_null()).then(pl.col("slot").fill_null(0)).alias("slot"))
    made = _made(rows)
    numbers = made.select("normal_form", "slot", place=pl.int_range(pl.len(), dtype=pl.Int64))
    rows = rows.join(numbers, on=["normal_form", "slot"], how="left", maintain_order="left")
    met = rows.group_by(number="permit").agg(pl.col("row").min()).join(permits.parts, on="number")
    slim = rows.select("row", "ttb_id", "sku_id", "brand_id", "place")
    return Placed(slim, made, met, _bridges(rows, crossed), rows if hold else None)


def together(parts: Iterable[Placed], reduced: Reduced | None = None) -> Placed:
    """One of several, which have no normal form in common and come in the order of those. What a part holds is given to
    `reduced` and let go."""
    rows, made, met, bridges, before = [], [], [], list[Bridge](), 0
    for part in parts:
        if reduced and part.facts is not None:
            reduced.take(part.facts, part.made)
        rows.append(part.rows.with_columns(pl.col("place") + before))
        made.append(part.made)
        met.append(part.met)
        bridges += part.bridges
        before += part.made.height
    permits = pl.concat(met).sort("row").unique("number", keep="first")
    return Placed(pl.concat(rows), pl.concat(made), permits, bridges, reduced=reduced)


def _alone(permits: Permits) -> pl.Expr:
    """The TTB ID where nothing is evidence."""
    return pl.when(_silent(permits)).then(pl.col("ttb_id").cast(pl.String)).otherwise(pl.lit(""))


def _silent(permits: Permits) -> pl.Expr:
    """Where nothing is evidence: a service importer's permit on a record that is not imported."""
    return pl.col("permit").is_in(permits.service) & ~pl.col("origin").is_in(codes.imported_codes())


def _bridges(rows: pl.DataFrame, crossed: Crossed) -> list[Bridge]:
    """The rows of each combo that would have joined several brands."""
    if not crossed:
        return []
    met = rows.join(pl.DataFrame(list(crossed), schema=COMBO, orient="row"), on=COMBO, how="semi")
    return [
        Bridge(form, permit, origin, crossed[form, permit, origin, alone], part.select("row", "ttb_id", "brand_id"))
        for (form, permit, origin, alone), part in met.partition_by(COMBO, as_dict=True, maintain_order=True).items()
    ]


def find_there(forms: pl.Series) -> pl.DataFrame:
    """What is there under these normal forms, the moving rows left out: each brand's permits and origins once. A brand
    that was merged is its heir, whose records all speak for it."""
    if scalar(f"SELECT EXISTS (SELECT 1 FROM {table(Brand)})") is False or not len(forms):
        return pl.DataFrame(schema=THERE)
    execute("DROP TABLE IF EXISTS forms")
    execute("CREATE TEMP TABLE forms (normal_form text, number integer) ON COMMIT DROP")
    write_rows("forms", forms.alias("normal_form").to_frame().with_row_index("number"))
    execute("ANALYZE forms")
    execute("DROP TABLE IF EXISTS heirs")
    execute(f"CREATE TEMP TABLE heirs ON COMMIT DROP AS {all_roots()}")
    execute("ANALYZE heirs")
    execute("DROP TABLE IF EXISTS met_brands")
    execute(
        f"CREATE TEMP TABLE met_brands ON COMMIT DROP AS SELECT f.normal_form, f.id FROM ({MET}) f(normal_form, id, merged)"
    )
    execute("ANALYZE met_brands")
    return read_rows(
        "SELECT DISTINCT f.normal_form, f.id, k.permit, coalesce(k.origin, '') FROM met_brands f "
        f"JOIN {table(Sku)} k ON k.brand_id = f.id "
        "WHERE NOT EXISTS (SELECT 1 FROM delta d WHERE d.sku_id = k.id AND d.moves)",
        THERE,
    )


def _resolved(combos: pl.DataFrame, there: pl.DataFrame, permits: Permits) -> tuple[pl.DataFrame, Crossed]:
    """Where each combo goes whose normal form has several or meets a brand, and the combos that are bridges."""
    found: list[tuple[str, str, str, str, int | None, int | None]] = []
    crossed: Crossed = {}
    for form, incoming, present in _groups(combos, there, permits):
        answer = resolve(incoming, present, permits.evidence)
        found += [(form, *combo, brand, None) for combo, brand in answer.existing.items()]
        found += [(form, *combo, None, slot) for combo, slot in answer.fresh.items()]
        crossed |= {(form, *combo): brands for combo, brands in answer.bridges.items()}
    names = dict.fromkeys(COMBO, pl.String) | {"brand_id": pl.Int64, "slot": pl.Int64}
    return pl.DataFrame(found, schema=names, orient="row"), crossed


def _groups(
    combos: pl.DataFrame, there: pl.DataFrame, permits: Permits
) -> Iterator[tuple[str, list[Combo], list[tuple[int, Combo]]]]:
    """Each normal form to resolve with its incoming combos, and (brand id, combo) of what is there."""
    many = combos.filter(
        pl.col("normal_form").is_duplicated() | pl.col("normal_form").is_in(there["normal_form"].implode())
    )
    present: dict[str, list[tuple[int, Combo]]] = {}
    for form, brand, permit, origin in there.filter(~_silent(permits)).iter_rows():
        present.setdefault(form, []).append((brand, (permit, origin, "")))
    for form, group in groupby(many.sort(COMBO).iter_rows(), key=lambda row: str(row[0])):
        yield form, [(permit, origin, alone) for _form, permit, origin, alone in group], present.get(form, [])


def _made(rows: pl.DataFrame) -> pl.DataFrame:
    """One line per brand to make, in the order of their names, with the spelling of its earliest record."""
    # A record's completed date (none is last) and TTB ID in one number: 14 digits need 47 bits.
    days = pl.col("completed_date").to_physical().cast(pl.Int64).fill_null(UNDATED)
    age = days * (1 << TTB_BITS) + pl.col("ttb_id")
    fresh = rows.filter(pl.col("slot").is_not_null()).with_columns(age.alias("age"))
    first = fresh.group_by("normal_form", "slot").agg(pl.col("age").min())
    made = fresh.join(first, on=["normal_form", "slot", "age"], how="semi")
    made = made.select("normal_form", "slot", "display_name", "row", "sku_id", source_name="brand_name")
    kept = _kept(made)
    return made.sort("normal_form", "slot").join(kept, on=["normal_form", "slot"], how="left", maintain_order="left")


KEPT = {"sku_id": pl.Int64, "normal_form": pl.String, "keeps": pl.Int64}


def _kept(made: pl.DataFrame) -> pl.DataFrame:
    """Where every row of a brand moves, under the same normal form, one of the new brands takes its place. A record
    that stands with the heir of a merged brand stays there as long as it bears the merged brand's name."""
    moved = made.filter(pl.col("sku_id").is_not_null())
    if not moved.height:
        return pl.DataFrame(schema={"normal_form": pl.String, "slot": pl.Int64, "keeps": pl.Int64})
    heirs = read_rows(
        f"SELECT k.id, f.normal_form, k.brand_id FROM delta d JOIN {table(Sku)} k ON k.id = d.sku_id "
        f"JOIN ({MET}) f(normal_form, id, merged) ON f.id = k.brand_id AND f.merged WHERE d.moves",
        KEPT,
    )
    staying = heirs.join(moved, on=["sku_id", "normal_form"], how="inner")
    lone = read_rows(
        f"SELECT k.id, b.normal_form, k.brand_id FROM delta d JOIN {table(Sku)} k ON k.id = d.sku_id "
        f"JOIN {table(Brand)} b ON b.id = k.brand_id WHERE d.moves AND NOT EXISTS (SELECT 1 FROM {table(Sku)} o "
        "WHERE o.brand_id = k.brand_id AND NOT EXISTS (SELECT 1 FROM delta m WHERE m.sku_id = o.id AND m.moves)) "
        "ORDER BY k.completed_date NULLS LAST, k.ttb_id",
        KEPT,
    )
    found = lone.join(moved, on=["sku_id", "normal_form"], how="inner", maintain_order="left")
    found = found.unique("keeps", keep="first", maintain_order=True)
    found = pl.concat([staying.select("normal_form", "slot", "keeps"), found.select("normal_form", "slot", "keeps")])
    return found.unique(["normal_form", "slot"], keep="first")

# ruff: noqa: PLR2004, S311 - shares of chance are plain numbers, and nothing here is a secret
"""A synthetic registry of any size from invented words: for demonstrations, tests and measurements.

The same arguments give the same rows. Brands are held in memory, rows are streamed. No name is a real one by intent;
only permits of service importers are, so that their brands are seen as theirs.
"""

import csv
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from apps.registry.formats import codes, tables
from apps.registry.noise import VARIANTS, Variant

Row = tuple[str, str, str, str, str, str, str, str, str, str]

HEADER = (
    "TTB ID", "Permit No.", "Serial Number", "Completed Date", "Fanciful Name", "Brand Name",
    "Origin", "Origin Desc", "Class/Type", "Class/Type Desc",
)  # fmt: skip
PERMIT_HEADER = (
    "Permit_Number", "Owner_Name", "Operating_Name", "Street", "City", "State", "Prem_Zip", "Prem_County",
    "Industry_Type", "New_Permit_Flag",
)  # fmt: skip

_STATES = (
    "CA", "NY", "TX", "FL", "OR", "WA", "MI", "OH", "PA", "NC", "VA", "CO", "IL", "TN", "KY", "MO", "VT",
    "ME", "WI", "MN", "NJ", "GA",
)  # fmt: skip
_FOREIGN = ["50", "51", "52", "53", "54", "57", "59", "5E", "5K", "62", "63", "64", "69", "70", "81", "84", "91"]
_DOMESTIC = ["01", "02", "03", "05", "06", "07", "08", "09", "13", "16", "22", "35", "38", "39", "43", "44", "46", "48"]
_CLASSES = {
    "wine": ["80", "81", "80A", "84", "88", "82", "83C"],
    "beer": ["901", "902", "904", "905", "906"],
    "spirits": ["101", "102", "140", "141", "153", "551", "641", "643", "977", "980"],
}
_PLANTS = {"wine": ("BWN", "BW"), "beer": ("BR",), "spirits": ("DSP",)}
_FIRST_DAY, _DAYS = dt.date(2015, 1, 1), 4300
_WRONG = ("", "N/A", "nan", "-")


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand of the sample: its name, trade (wine, beer, spirits), permit and origin code."""

    name: str
    trade: str
    permit: str
    origin: str


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a brand: names of one `group` are one brand, except `decoy`, which only looks like it."""

    group: int
    kind: str
    brand_name: str
    permit: str


class Sample:
    """A registry of `rows` rows over `brands` brands, of which a share `duplicates` is also written another way.

    `dirty` is the share of rows with a fault in a value: lost zeros, words for nothing, impossible dates, rounded ids.
    """

    def __init__(self, rows: int, brands: int, seed: int, *, dirty: float = 0.0, duplicates: float = 0.02) -> None:
        self._rows, self._seed, self._dirty = rows, seed, dirty
        rng = random.Random(f"brands {seed}")
        self.importers = _importers(rng, max(20, min(20_000, brands // 2)))
        self._busy = self.importers[: max(5, min(500, brands // 20))]
        self.brands: list[Brand] = []
        self.labels: list[Label] = []
        self._taken: set[str] = set()
        while len(self.brands) < brands:
            self._add_brand(rng, brands, duplicates)

    def _add_brand(self, rng: random.Random, wanted: int, duplicates: float) -> None:
        for _ in range(8):
            brand = _brand(rng, self._busy)
            if brand.name not in self._taken:
                break
        else:  # so many brands that the words run out
            brand = replace(brand, name=f"{brand.name} NO {len(self.brands)}")
        self._keep(brand)
        if rng.random() < duplicates:
            self._add_variants(rng, brand, wanted)

    def _add_variants(self, rng: random.Random, brand: Brand, wanted: int) -> None:
        group = self.labels[-1].group + 1 if self.labels else 0
        self.labels.append(Label(group, "canonical", brand.name, brand.permit))
        for variant in rng.sample(VARIANTS, rng.choice((1, 1, 2, 3))):
            self._add_variant(rng, brand, variant, group, wanted)
        if rng.random() < 0.3:
            first = brand.name.split()[0]
            decoy = Brand(
                f"{first} {rng.choice(_words('noun'))}",
                brand.trade,
                rng.choice(self.importers),
                rng.choice(_FOREIGN),
            )
            self._add_labelled(decoy, "decoy", group, wanted)

    def _add_variant(self, rng: random.Random, brand: Brand, variant: Variant, group: int, wanted: int) -> None:
        name = variant.write(brand.name, rng)
        # Most owners keep their permit; some file the other spelling through another one.
        imported = brand.origin in _FOREIGN
        other = rng.choice(self._busy) if imported else _plant(rng, brand.trade)
        permit = brand.permit if rng.random() < 0.85 else other
        if name:
            self._add_labelled(Brand(name, brand.trade, permit, brand.origin), variant.kind, group, wanted)

    def _add_labelled(self, brand: Brand, kind: str, group: int, wanted: int) -> None:
        if brand.name not in self._taken and len(self.brands) < wanted:
            self._keep(brand)
            self.labels.append(Label(group, kind, brand.name, brand.permit))

    def _keep(self, brand: Brand) -> None:
        self._taken.add(brand.name)
        self.brands.append(brand)

    def rows(self) -> Iterator[Row]:
        """The rows in the registry's order of columns; every brand once before any has more."""
        rng = random.Random(f"rows {self._seed}")
        picks = list(range(min(len(self.brands), self._rows)))
        weights = [rng.paretovariate(1.2) for _ in self.brands]
        picks += rng.choices(range(len(self.brands)), weights, k=self._rows - len(picks))
        rng.shuffle(picks)
        filed: dict[int, int] = {}
        for number, pick in enumerate(picks):
            row = _row(rng, self.brands[pick], number, filed)
            yield _spoiled(rng, row) if self._dirty and rng.random() < self._dirty else row

    def permit_holders(self) -> Iterator[Row]:
        """The importer list of the sample, in the columns of TTB's own list."""
        rng = random.Random(f"permits {self._seed}")
        families = {r["value"]: r["family"] for r in tables.rows("service_importers") if r["kind"] == "permit"}
        for permit in self.importers:
            name = f"{families[permit].upper()} SAMPLE" if permit in families else _title(rng)
            yield _holder(rng, permit, f"{name} {rng.choice(_words('company'))}")


def generate(rows: int, brands: int, seed: int, *, dirty: float = 0.0, duplicates: float = 0.02) -> Iterator[Row]:
    """The rows of a sample, streamed; see `Sample` for its labels and its permit list."""
    return Sample(rows, brands, seed, dirty=dirty, duplicates=duplicates).rows()


def write_csv(
    path: str | Path, rows: int, brands: int, seed: int, *, dirty: float = 0.0, duplicates: float = 0.02
) -> Sample:
    """Write a sample as the registry's own export; returns the sample for its labels and permit list."""
    sample = Sample(rows, brands, seed, dirty=dirty, duplicates=duplicates)
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(sample.rows())
    return sample


def write_permits(path: str | Path, sample: Sample) -> None:
    """Write the importer list of `sample` in TTB's form."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(PERMIT_HEADER)
        writer.writerows(sample.permit_holders())


def _importers(rng: random.Random, count: int) -> list[str]:
    """Permits of importers; the service importers are among the busy first ones."""
    service = [r["value"] for r in tables.rows("service_importers") if r["kind"] == "permit"][:: 1 + 400 // count]
    made: dict[str, None] = dict.fromkeys(service[: count // 10 + 1])
    while len(made) < count:
        made[f"{rng.choice(_STATES)}-I-{rng.randrange(1, 25_000)}"] = None
    return list(made)


def _brand(rng: random.Random, busy: list[str]) -> Brand:
    trade = rng.choices(("wine", "beer", "spirits"), (55, 20, 25))[0]
    suffix = rng.choice(_words(f"suffix_{trade}"))
    name = f"{_title(rng)} {suffix}".strip()
    if rng.random() < 0.6:
        return Brand(name, trade, rng.choice(busy), rng.choice(_FOREIGN))
    return Brand(name, trade, _plant(rng, trade), rng.choice(_DOMESTIC))


def _plant(rng: random.Random, trade: str) -> str:
    return f"{rng.choice(_PLANTS[trade])}-{rng.choice(_STATES)}-{rng.randrange(1, 23_000)}"


def _title(rng: random.Random) -> str:
    style, noun = rng.random(), rng.choice(_words("noun"))
    if style < 0.5:
        return f"{rng.choice(_words('adjective'))} {noun}"
    if style < 0.65:
        return f"THE {rng.choice(_words('adjective'))} {noun}"
    if style < 0.8:
        return f"{noun} & {rng.choice(_words('noun'))}"
    return f"{rng.choice(_words('name'))} {noun}"


def _row(rng: random.Random, brand: Brand, number: int, filed: dict[int, int]) -> Row:
    place = int(rng.random() * _DAYS)
    filed[place] = sequence = filed.get(place, 0) + 1
    year, day_of_year = _filed_day(place)
    code = _CLASSES[brand.trade][int(rng.random() * len(_CLASSES[brand.trade]))]
    editions = _words("edition")
    fanciful = editions[int(rng.random() * len(editions))] if rng.random() < 0.6 else ""
    return (
        f"'{year}{day_of_year}001{sequence:06d}'",
        brand.permit,
        f"{year}{number % 10_000:04d}",
        _completed(place + int(rng.random() * 20)),
        fanciful,
        brand.name,
        brand.origin,
        _origin_text(brand.origin),
        code,
        _class_text(code),
    )


def _spoiled(rng: random.Random, row: Row) -> Row:
    """`row` with one fault, such as spreadsheets and hands make."""
    cells = list(row)
    fault = rng.randrange(7)
    if fault == 0:
        cells[5] = f" {cells[5].replace(' ', '  ', 1)}"
    elif fault == 1:
        cells[6] = cells[6].lstrip("0")
    elif fault == 2:
        cells[rng.choice((0, 1, 5))] = rng.choice(_WRONG)
    elif fault == 3:
        cells[3] = f"31/02/{cells[3][-4:]}"
    elif fault == 4:
        cells[0] = f"{cells[0][1]}.{cells[0][2:6]}E+13"
    elif fault == 5:
        cells[4] = f"{cells[4]}\nSECOND LINE".strip()
    else:
        cells[1] = rng.choice(("CA-I", "XX-Q-1", "AR-WS-15000"))
    return (
        cells[0],
        cells[1],
        cells[2],
        cells[3],
        cells[4],
        cells[5],
        cells[6],
        cells[7],
        cells[8],
        cells[9],
    )


def _holder(rng: random.Random, permit: str, owner: str) -> Row:
    trade_name = _title(rng) if rng.random() < 0.4 else ""
    street = f"{rng.randrange(1, 9900)} {rng.choice(_words('street'))}"
    city, zip_code = rng.choice(_words("city")), f"{rng.randrange(501, 99_950)}"
    state, new = permit[:2], "1" if rng.random() < 0.01 else "0"
    return (
        permit,
        owner,
        trade_name,
        street,
        city,
        state,
        zip_code,
        "SAMPLE COUNTY",
        "Importer (Alcohol)",
        new,
    )


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(r["word"] for r in tables.rows("sample_words") if r["kind"] == kind)


@cache
def _filed_day(place: int) -> tuple[str, str]:
    day = _FIRST_DAY + dt.timedelta(days=place)
    return f"{day:%y}", f"{day:%j}"


@cache
def _completed(place: int) -> str:
    return f"{_FIRST_DAY + dt.timedelta(days=min(place, _DAYS)):%m/%d/%Y}"


@cache
def _origin_text(code: str) -> str:
    found = codes.origin(code)
    return found.description if found else ""


@cache
def _class_text(code: str) -> str:
    found = codes.class_type(code)
    return found.description if found else ""

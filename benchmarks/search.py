"""Search by name: a brand typed with one or two errors is among the first three, in a fraction of a plain fuzzy scan.

400,000 SKUs of 140,000 brands, named from syllables with words that repeat as they do in the trade. The anchor is
what one writes first, `ORDER BY similarity()` over the SKUs, in the same run. A trigram index with `<%` is timed too:
it is faster than that, and the note says how often it has the right brand among its first three.
"""

import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

from django.db import transaction

from apps.core.db import connection
from benchmarks import _house as house
from benchmarks.promise import Promise

BRANDS, SKUS, ASKED, SCANNED, INDEXED = 140_000, 400_000, 500, 9, 100
SEED = 20_240_109
HEADS = (
    "CHATEAU",
    "DOMAINE",
    "OLD",
    "BLACK",
    "ROYAL",
    "SAN",
    "CASA",
    "MONT",
    "BLUE",
    "GRAND",
    "LA",
    "EL",
    "LE",
    "VILLA",
)
TAILS = ("ESTATE", "CELLARS", "BREWING", "RESERVE", "CREEK", "HILL", "DISTILLERY", "VINEYARDS", "AND SONS", "BAY")
STARTS = "B BR C CH CL D DR F FL G GR H J K L M N P PR R S SH ST T TR V W Z".split()  # noqa: SIM905
VOWELS = "A E I O U AI EA OU IE".split()  # noqa: SIM905
ENDS = ["", "", "N", "R", "L", "S", "T", "ND", "CK", "RT", "LLE", "M"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def run() -> list[Promise]:
    """Two promises: recall, and p95 against the anchor."""
    with house.workspace(brands=1) as (room, _secret):
        connection.set_tenant(room)
        rng = random.Random(SEED)
        names = _names(rng)
        filled = _fill(names)
        asked = [(name, _mistyped(name, rng)) for name in rng.sample(names, ASKED)]
        recall, times = _ask(asked)
        scan = _peer(SCAN, asked[:SCANNED])[1]
        _index()
        indexed, peer = _peer(INDEX, asked[:INDEXED])
    note = f"p95 {_p95(times):.0f} ms, median {1e3 * median(times):.0f} ms; scan {_p95(scan):.0f} ms; trigram index "
    note += f"p95 {_p95(peer):.0f} ms with recall {indexed:.2f}; dictionary filled in {filled:.1f} s"
    ratio = _p95(times) / _p95(scan)
    return [
        Promise("search: right brand in first 3, 1-2 edits", recall, 0.95, 0.98, "higher", f"{ASKED} names"),
        Promise("search: p95 to a similarity scan of 400k SKUs", ratio, 0.25, 0.05, note=note),
    ]


def _p95(times: list[float]) -> float:
    return 1e3 * sorted(times)[int(0.95 * len(times))]


def _names(rng: random.Random) -> list[str]:
    found: set[str] = set()
    while len(found) < BRANDS:
        words = [_word(rng)]
        if rng.random() < 0.35:
            words.insert(0, rng.choice(HEADS))
        if rng.random() < 0.35:
            words.append(rng.choice(TAILS) if rng.random() < 0.6 else _word(rng))
        found.add(" ".join(words))
    return sorted(found)


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(STARTS) + rng.choice(VOWELS) for _ in range(rng.randint(2, 3))) + rng.choice(ENDS)


def _mistyped(name: str, rng: random.Random) -> str:
    typed = name
    while typed == name:
        for _ in range(rng.choice((1, 2))):
            typed = _edited(typed, rng)
        typed = " ".join(typed.split())
    return typed


def _edited(text: str, rng: random.Random) -> str:
    at, letter = rng.randrange(len(text)), rng.choice(LETTERS)
    kinds = {
        "insert": text[:at] + letter + text[at:],
        "delete": text[:at] + text[at + 1 :],
        "substitute": text[:at] + letter + text[at + 1 :],
        "transpose": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    }
    return kinds[rng.choice(sorted(kinds))]


def _fill(names: list[str]) -> float:
    """Brands, SKUs with a fanciful name in three of five, summaries; then the dictionary, whose time is returned."""
    from apps.brands.pipeline.search_names import refresh_search_names
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set
    from apps.core.sql import execute

    with transaction.atomic(), change_set(ChangeKind.IMPORT, "Benchmark"), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE given (i bigint PRIMARY KEY, name text) ON COMMIT DROP")
        with cursor.copy("COPY given FROM STDIN") as copy:
            copy.write("".join(f"{i}\t{name}\n" for i, name in enumerate(names)))
        for statement in FILL:
            execute(statement)
        start = perf_counter()
        refresh_search_names()
        taken = perf_counter() - start
    for table in ("brands_searchname", "brands_searchword", "brands_brand", "brands_sku", "brands_brandsummary"):
        execute(f"VACUUM ANALYZE {table}")
    return taken


FILL = (
    "DELETE FROM brands_brandsummary",
    "DELETE FROM brands_brand",
    "INSERT INTO brands_brand (source_name, display_name, normal_form, edited, blanks) "
    "SELECT name, initcap(name), name, '{}', '{}' FROM given ORDER BY i",
    "CREATE TEMP TABLE shelf ON COMMIT DROP AS SELECT id, normal_form AS name, row_number() OVER () - 1 AS i FROM brands_brand",
    "ANALYZE shelf",
    "INSERT INTO brands_sku (ttb_id, permit, brand_id, brand_name, fanciful_name, category, source, edited, "
    "completed_date) SELECT (10000000000000 + n)::text, 'NY-I-' || n % 12000, b.id, b.name, CASE WHEN n % 5 < 3 THEN "
    "(ARRAY['GRANDE', 'PETITE', 'RARE', 'LATE'])[1 + n % 4] || ' ' || split_part(f.name, ' ', 1) END, 'Wine', 'upload', "
    f"'{{}}', date '2015-01-01' + (n % 3900)::int FROM (SELECT n, n % {BRANDS} AS b, n * 7919 % {BRANDS} AS f FROM "
    f"generate_series(1::bigint, {SKUS}::bigint) n) s JOIN shelf b ON b.i = s.b JOIN shelf f ON f.i = s.f",
    "ANALYZE brands_sku",
    "INSERT INTO brands_brandsummary (brand_id, sku_count, permits, importers, origins, categories, aliases) "
    "SELECT brand_id, count(*), '{}', '{}', '{}', '{}', '{}' FROM brands_sku GROUP BY 1",
)


def _ask(asked: list[tuple[str, str]]) -> tuple[float, list[float]]:
    """The share of names among the first three, and the time of each question."""
    from apps.brands.selectors.search import brand_ids

    brand_ids("WARM UP", 3)
    return _timed(asked, lambda typed: brand_ids(typed, 3))


def _peer(sql: str, asked: list[tuple[str, str]]) -> tuple[float, list[float]]:
    from apps.core.sql import fetch

    return _timed(asked, lambda typed: [row[0] for row in fetch(sql, [typed] * sql.count("%s"))])


def _timed(asked: list[tuple[str, str]], ask: Callable[[str], list[int]]) -> tuple[float, list[float]]:
    from apps.brands.models import Brand

    right, times = 0, []
    for name, typed in asked:
        start = perf_counter()
        ids = ask(typed)
        times.append(perf_counter() - start)
        right += Brand.objects.filter(id__in=ids, normal_form=name).exists()
    return right / len(asked), times


def _index() -> None:
    from apps.core.sql import execute

    execute("CREATE INDEX bench_trigrams ON brands_sku USING gin (brand_name public.gin_trgm_ops)")
    execute("SET pg_trgm.word_similarity_threshold = 0.4")


SCAN = (
    "SELECT brand_id FROM brands_sku GROUP BY brand_id, brand_name "
    "ORDER BY public.similarity(brand_name, %s) DESC, brand_id LIMIT 3"
)
INDEX = (
    "SELECT brand_id FROM (SELECT DISTINCT brand_id, brand_name FROM brands_sku WHERE %s OPERATOR(public.<%%) brand_name) f "
    "ORDER BY public.similarity(brand_name, %s) DESC, brand_id LIMIT 3"
)

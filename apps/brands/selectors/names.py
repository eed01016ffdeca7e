"""Candidates from the dictionary of names: a few hundred at most, to be ranked in Python.

Three ways, each bounded: names that have the words typed; names whose whole text is few edits away; names that have
words few edits from those typed. Edits change few letters, so a bit per letter rules out nearly all before the
distance is computed.
"""

from collections.abc import Sequence
from typing import Any

from apps.brands.models import Brand, SearchName, SearchWord
from apps.core.sql import fetch, table
from apps.registry.formats.names import normal_form

NAME, WORD, BRAND = table(SearchName), table(SearchWord), table(Brand)
Name = tuple[str, str, int, str]
COLUMNS = "kind, spelling, brand, text"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123"


class _Bits(dict[str, int]):
    def __missing__(self, _letter: str) -> int:
        return 0


_BITS = _Bits({letter: 1 << bit for bit, letter in enumerate(LETTERS)})
COMPARED = 120  # letters of a name
BEGUN = 500  # words one may be beginning to type
NEAR_WORDS = 40
NEAR_NAMES = 200
COMMON = 2_000  # more names with a word are met soon enough in the order of their length


def letters(text: str) -> int:
    """A bit for each of these letters that occurs, so that texts with quite other letters need no comparing."""
    return sum(map(_BITS.__getitem__, set(text)))


def words_begun(word: str) -> list[str]:
    """Words of the dictionary that begin so, the shortest first."""
    rows = fetch(
        f"SELECT word FROM {WORD} WHERE word >= %s AND word < %s ORDER BY size LIMIT {BEGUN}",
        [word, word + "\U0010ffff"],
    )
    return [row[0] for row in rows]


def words_near(word: str, *, limit: int = NEAR_WORDS) -> list[str]:
    """Words of the dictionary few edits away, the nearest first."""
    edits = 1 if len(word) < 4 else 2  # noqa: PLR2004
    test, params = _near("word", word, edits)
    distance = "public.levenshtein_less_equal(word, %s, %s)"
    sql = f"SELECT word FROM {WORD} WHERE {test} ORDER BY {distance}, word LIMIT {int(limit)}"
    return [row[0] for row in fetch(sql, [*params, word, 2 * edits])]


def _near(column: str, text: str, edits: int) -> tuple[str, list[Any]]:
    """SQL and parameters: few letters differ, and then (CASE keeps this order) few edits part the texts.

    An edit changes at most two letters of the set and the distance by one; a transposition none of the set, but counts
    as two in the database. So letters and twice the distance together are at most four an edit.
    """
    sql = (
        "size BETWEEN %s AND %s AND CASE WHEN bit_count((letters # %s)::bit(32)) <= %s "
        f"THEN 2 * public.levenshtein_less_equal({column}, %s, %s) + bit_count((letters # %s)::bit(32)) <= %s "
        "ELSE false END"
    )
    bits, farthest = letters(text), 2 * edits
    return sql, [len(text) - edits, len(text) + edits, bits, farthest, text, farthest, bits, 2 * farthest]


def with_words(kinds: Sequence[str], groups: Sequence[Sequence[str]], *, limit: int) -> list[Name]:
    """Names that have a word of each group, the shortest first.

    Few are all read, by the index of words, and sorted; many are met in order. Which of the two a kind is, is looked at:
    how rare a rare word is, the statistics do not know.
    """
    sql, params = words_condition(groups)
    those = f"FROM {NAME} WHERE kind = %s AND {sql}"
    shortest = f"ORDER BY size, text LIMIT {int(limit)}"
    one = (
        f"(WITH every AS MATERIALIZED (SELECT {COLUMNS}, size {those}), "  # planned for all, read as far as asked
        f"met AS MATERIALIZED (SELECT * FROM every LIMIT {COMMON + 1}) "
        f"(SELECT {COLUMNS} FROM met WHERE (SELECT count(*) FROM met) <= {COMMON} {shortest}) UNION ALL "
        f"(SELECT {COLUMNS} {those} AND (SELECT count(*) FROM met) > {COMMON} {shortest}))"
    )
    values = [p for kind in kinds for p in (kind, *params) * 2]
    return [_name(row) for row in fetch(" UNION ALL ".join([one] * len(kinds)), values)]


def words_condition(groups: Sequence[Sequence[str]]) -> tuple[str, list[list[str]]]:
    """SQL and parameters: the name has a word of each group."""
    return " AND ".join("words && %s::text[]" for _ in groups) or "false", [list(group) for group in groups]


def near_names(kinds: Sequence[str], text: str, *, edits: int = 2, limit: int = NEAR_NAMES) -> list[Name]:
    """Names whose whole text is at most `edits` insertions, deletions, substitutions or transpositions away.

    The index alone answers which (its columns are all that is compared); only those are then read.
    """
    test, params = _near("text", text, edits)
    distance = "public.levenshtein_less_equal(text, %s, %s)"
    one = (
        f"(WITH near AS MATERIALIZED (SELECT kind, size, letters, text FROM {NAME} WHERE kind = %s AND {test} "
        f"ORDER BY {distance}, text LIMIT {int(limit)}) "
        f"SELECT n.kind, n.spelling, n.brand, n.text FROM near JOIN {NAME} n USING (kind, size, letters, text))"
    )
    values = [p for kind in kinds for p in (kind, *params, text, 2 * edits)]
    return [_name(row) for row in fetch(" UNION ALL ".join([one] * len(kinds)), values)]


def shown_as(forms: Sequence[str]) -> list[int]:
    """Brands that are shown under a name of one of these normal forms, and known to the registry by another."""
    texts = list({form[:COMPARED].strip() for form in forms})
    sql = (
        f"SELECT b.id, b.display_name FROM unnest(%s::int[], %s::int[], %s::text[]) f(size, letters, text) JOIN {NAME} n "
        f"ON n.kind = 'alias' AND n.size = f.size AND n.letters = f.letters AND n.text = f.text JOIN {BRAND} b ON b.id = n.brand"
    )
    found = fetch(sql, [[len(text) for text in texts], [letters(text) for text in texts], texts])
    wanted = set(forms)
    return sorted({pk for pk, shown in found if normal_form(shown) in wanted})


def _name(row: tuple[object, ...]) -> Name:
    kind, spelling, brand, text = row
    return str(kind), str(spelling), int(str(brand)), str(text)

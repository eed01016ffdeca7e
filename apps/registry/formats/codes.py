"""Origins and class/types of the registry: what a code means. Always by code: GEORGIA is 08 and 6E."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache

from apps.registry.formats import tables

_NOT_WORD = re.compile(r"[^A-Z0-9]+")
_ADMINISTRATIVE = ("0", "00", "000")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a product comes from: `description` as the registry writes it, `name` as people do.

    `kind` is us_state, us, us_territory, foreign, historic, special or not_country; `market` is domestic, imported
    or neither (98, MC, ZY, 8N).
    """

    code: str
    description: str
    name: str
    kind: str
    country: str | None
    us_state: str | None
    market: str


@dataclass(frozen=True, slots=True)
class ClassType:
    """What a product is: `top_level` is wine, spirits, malt or none, as on TTB's forms.

    `wording` says how sure the description is: `published` as seen in the registry, `described` in our words,
    `range` where only the range of the code is known and the description is empty.
    """

    code: str
    description: str
    category: str
    subcategory: str
    top_level: str
    market_excluded: bool
    wording: str

    @property
    def listed(self) -> bool:
        """Whether the code itself is in the table, not only its range."""
        return self.wording != "range"


def origin_code(text: str) -> str:
    """`text` as an origin code: upper case, a lost zero of a numeric code put back (`1` -> `01`)."""
    code = text.strip().upper().removesuffix(".0")
    return code.rjust(2, "0") if code.isascii() and code.isdigit() else code


def class_code(text: str) -> str:
    """`text` as a class/type code: upper case, never padded, for `80` is a code of its own."""
    return text.strip().upper().removesuffix(".0")


def origin(code: str) -> Origin | None:
    """The origin of `code`, or None if it is not in the table."""
    return _origins().get(origin_code(code))


def class_type(code: str) -> ClassType | None:
    """The class/type of `code`: exact, else by its range with an empty description, else None."""
    wanted = class_code(code)
    return _classes().get(wanted) or _by_range(wanted)


def is_domestic(code: str) -> bool:
    """Whether `code` is of the United States or its territories; unknown is neither."""
    found = origin(code)
    return found is not None and found.market == "domestic"


def is_imported(code: str) -> bool:
    """Whether `code` is a known foreign country; unknown is neither."""
    found = origin(code)
    return found is not None and found.market == "imported"


def origin_agrees(code: str, description: str) -> bool:
    """Whether `description` is what `code` stands for, spacing and known spellings aside."""
    return origin_code(code) in _origin_codes().get(_key(description), ())


def class_agrees(code: str, description: str) -> bool:
    """Whether `description` is what `code` stands for, spacing and TTB's misspellings aside.

    Where the published wording of a code is not known, any description agrees unless it belongs to another code.
    """
    wanted = class_code(code)
    named = {_plain(c) for c in _class_codes().get(_key(description), ())}
    found = _classes().get(wanted)
    unsure = found is None or found.wording != "published"
    return _plain(wanted) in named or (unsure and not named - {""})


def origin_by_description(description: str) -> str | None:
    """The code of a description that only one code has; GEORGIA has two, so none."""
    codes = _origin_codes().get(_key(description), frozenset())
    return next(iter(codes)) if len(codes) == 1 else None


def class_by_description(description: str) -> str | None:
    """The code of a description that only one code has; ALE has two, so none."""
    codes = _class_codes().get(_key(description), frozenset()) - {""}
    return next(iter(codes)) if len(codes) == 1 else None


def category_by_description(description: str) -> str | None:
    """The category of a known description, for codes nobody has listed yet; else None."""
    key = _key(description)
    code = next(iter(sorted(_class_codes().get(key, frozenset()) - {""})), None)
    found = _classes().get(code) if code else None
    return found.category if found else _category_aliases().get(key)


def is_class_description(text: str) -> bool:
    """Whether `text` is a known class/type description: some hold a comma, which breaks rows."""
    return _key(text) in _class_codes()


def is_origin_description(text: str) -> bool:
    """Whether `text` is a known origin description."""
    return _key(text) in _origin_codes()


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text.upper())


def _plain(code: str) -> str:
    return "0" if code in _ADMINISTRATIVE else code


@cache
def _origins() -> dict[str, Origin]:
    return {
        r["code"]: Origin(
            r["code"],
            r["description"],
            r["name"],
            r["kind"],
            r["country_iso2"] or None,
            r["us_state"] or None,
            r["market"],
        )
        for r in tables.rows("origins")
    }


@cache
def _classes() -> dict[str, ClassType]:
    return {r["code"]: _class_of(r, r["code"]) for r in tables.rows("classes") if "-" not in r["code"]}


@cache
def _ranges() -> tuple[tuple[int, int, ClassType], ...]:
    found = []
    for row in tables.rows("classes"):
        low, dash, high = row["code"].partition("-")
        if dash:
            found.append((int(low), int(high), _class_of(row, "")))
    return tuple(found)


def _class_of(row: dict[str, str], code: str) -> ClassType:
    return ClassType(
        code,
        row["description"],
        row["category"],
        row["subcategory"],
        row["top_level"],
        row["market_excluded"] == "1",
        row["wording"],
    )


@cache
def _by_range(code: str) -> ClassType | None:
    """The category by the digits of an unlisted code; a letter behind (82Q) does not change its range."""
    match = re.fullmatch(r"(\d{2,3})[A-Z]?", code, re.ASCII)
    number = int(match[1]) if match else -1
    return next((replace(c, code=code) for low, high, c in _ranges() if low <= number <= high), None)


@cache
def _origin_codes() -> dict[str, frozenset[str]]:
    """Codes by description, both the table's and other spellings of it."""
    named = [(r["description"], r["code"]) for r in tables.rows("origins")]
    return _grouped(named + [(r["alias"], r["code"]) for r in tables.rows("aliases") if r["table"] == "origins"])


@cache
def _class_codes() -> dict[str, frozenset[str]]:
    named = [(r["description"], r["code"]) for r in tables.rows("classes") if r["wording"] == "published"]
    return _grouped(named + [(r["alias"], r["code"]) for r in tables.rows("aliases") if r["table"] == "classes"])


@cache
def _category_aliases() -> dict[str, str]:
    return {_key(r["alias"]): r["category"] for r in tables.rows("aliases") if r["category"]}


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for description, code in pairs:
        groups[_key(description)].add(code)
    return {key: frozenset(codes) for key, codes in groups.items()}


def imported_codes() -> list[str]:
    """Every origin code that counts as imported, for tests made in SQL."""
    return sorted(code for code, found in _origins().items() if found.market == "imported")


def all_origin_codes() -> list[str]:
    """Every origin code of the table."""
    return sorted(_origins())

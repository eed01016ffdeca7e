"""One box over brands, SKUs and importers that forgives typing errors.

`search("chatau margot")` for the palette and the API; `search_filter(queryset, text)` narrows a list. Numbers are
looked up first: TTB IDs and permits by their beginning. Names come from the dictionary (`selectors.names`), are
ranked (`selectors.ranking`), and only then turned into rows.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from apps.brands.models import Brand, Importer, SearchName, Sku
from apps.brands.selectors import holders, names
from apps.brands.selectors.ranking import Ranked, is_close, ranked
from apps.registry.formats.names import normal_form

LONGEST = 120
WORTH_SHOWING = 0.4
POOL = 100  # names of one kind that are ranked
TTB_ID = re.compile(r"\d{5,14}")
PERMIT = re.compile(r"[A-Z]{2,4}-[A-Z0-9]{1,5}(-[A-Z0-9-]*)?")
BRANDS, SKUS = ("brand", "alias"), ("fanciful",)


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: what to show, and why (`exact`, `words`, `close`, `number`)."""

    id: int
    title: str
    detail: str
    match: str
    score: float


@dataclass(frozen=True)
class Results:
    """What was found, best first in each group."""

    text: str
    brands: list[Hit] = field(default_factory=list)
    skus: list[Hit] = field(default_factory=list)
    importers: list[Hit] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def search(text: str, *, limit: int = 10) -> Results:
    """Records by number or name, at most `limit` of each kind. Rights are the caller's to check."""
    number = _number(text)
    if TTB_ID.fullmatch(number):
        found = Sku.objects.filter(archived_at=None, **_begins("ttb_id", number)).order_by("ttb_id")
        exact = _sku_hits(found[:limit], "number")
        return Results(text, [], exact, []) if exact else _by_name(text, limit)
    if PERMIT.fullmatch(number):
        by_permit = holders.by_number(number, limit)
        return (
            Results(text, _brands_of(number, limit), [], _holder_hits(by_permit, "number"))
            if by_permit
            else _by_name(text, limit)
        )
    return _by_name(text, limit)


def brand_ids(text: str, limit: int = 10) -> list[int]:
    """Ids of the brands most likely meant, best first."""
    typed = _typed(text)
    return [hit.id for hit in _brand_hits(candidates(typed, BRANDS), limit)] if typed else []


def search_filter(queryset: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    """The rows of a list that bear the words typed, or, if none does, what was probably meant."""
    condition = {Brand: _brand_condition, Sku: _sku_condition, Importer: holders.condition}.get(queryset.model)
    if condition is None or not text.strip():
        return queryset
    return queryset.filter(condition(text))


# --- names -> candidates -------------------------------------------------------------------


def candidates(typed: str, kinds: tuple[str, ...]) -> list[Ranked]:
    """Names of these kinds that may be meant, best first."""
    begun = _begun(typed)
    pool = dict.fromkeys(names.with_words(kinds, begun, limit=POOL) if all(begun) else [])
    if not any(text == typed for *_rest, text in pool):
        pool |= dict.fromkeys(names.near_names(kinds, typed))
    found = ranked(typed, pool) or ranked(typed, _by_near_words(typed, kinds))
    return [one for one in found if one.score >= WORTH_SHOWING]


def _begun(typed: str) -> list[list[str]]:
    """Per word typed the words of the dictionary it stands for; the last may be only begun."""
    *whole, last = typed.split()
    return [*([word] for word in whole), names.words_begun(last)]


def _by_near_words(typed: str, kinds: tuple[str, ...]) -> list[names.Name]:
    """Names with a word like each of those typed; failing that, like the longest of them."""
    near = [names.words_near(word) + names.words_begun(word)[:20] for word in typed.split()[:6]]
    groups = [group for group in near if group]
    if not groups:
        return []
    found = names.with_words(kinds, groups, limit=POOL)
    longest = max(zip(typed.split(), near, strict=False), key=lambda pair: len(pair[0]))[1]
    return found or (names.with_words(kinds, [longest], limit=POOL) if longest else [])


def _typed(text: str) -> str:
    return normal_form(text[: 2 * LONGEST])[:LONGEST].strip()


def _number(text: str) -> str:
    return text.strip().strip("'\"").upper()


def _begins(column: str, text: str) -> dict[str, str]:
    """A range, for LIKE would ask for another index."""
    return {f"{column}__gte": text, f"{column}__lt": text + "\U0010ffff"}


# --- candidates -> rows --------------------------------------------------------------------


def _by_name(text: str, limit: int) -> Results:
    typed = _typed(text)
    if not typed:
        return Results(text)
    found = candidates(typed, BRANDS + SKUS)
    brands = _brand_hits([one for one in found if one.kind in BRANDS], limit)
    skus = _skus_named([one for one in found if one.kind in SKUS], limit)
    return Results(text, brands, skus, _holder_hits(holders.by_name(typed, limit), None))


def _brand_hits(found: list[Ranked], limit: int) -> list[Hit]:
    best = {one.spelling: one for one in reversed(found) if one.kind == "brand"}
    by_alias = {one.brand: one for one in reversed(found) if one.kind == "alias"}
    rows = Brand.objects.filter(Q(normal_form__in=best) | Q(id__in=by_alias), archived_at=None).values_list(
        "id", "display_name", "normal_form", "summary__sku_count"
    )
    scored = [(better_of(best.get(form), by_alias.get(pk)), pk, name, count or 0) for pk, name, form, count in rows]
    scored.sort(key=lambda row: (-row[0].score, -row[3], row[1]))
    return [Hit(pk, name, f"{count} SKUs", one.match, one.score) for one, pk, name, count in scored[:limit]]


def better_of(*found: Ranked | None) -> Ranked:
    """The better of those that are there."""
    return max((one for one in found if one is not None), key=lambda one: one.score)


def _skus_named(found: list[Ranked], limit: int) -> list[Hit]:
    hits: list[Hit] = []
    for one in found[:limit]:
        rows = _named(Sku.objects.filter(archived_at=None), [one.spelling]).order_by("-completed_date", "-id")
        hits += _sku_hits(rows[: limit - len(hits)], one.match, one.score)
        if len(hits) >= limit:
            break
    return hits


def _named(queryset: QuerySet[Sku], spellings: Any) -> QuerySet[Sku]:
    return queryset.annotate(fanciful_200=Left("fanciful_name", 200)).filter(fanciful_200__in=spellings)


def _sku_hits(rows: QuerySet[Sku], match: str, score: float = 1.0) -> list[Hit]:
    values = rows.values_list("id", "ttb_id", "brand__display_name", "fanciful_name")
    return [Hit(pk, fanciful or brand, f"{brand} · {ttb_id}", match, score) for pk, ttb_id, brand, fanciful in values]


def _holder_hits(rows: list[holders.Holder], match: str | None) -> list[Hit]:
    return [
        Hit(row.id, row.owner or row.operating_name or row.number, row.number, match or row.match, row.score)
        for row in rows
    ]


def _brands_of(permit: str, limit: int) -> list[Hit]:
    rows = Brand.objects.filter(summary__permits__contains=[permit], archived_at=None).order_by(
        "-summary__sku_count", "id"
    )
    values = rows.values_list("id", "display_name", "summary__sku_count")[:limit]
    return [Hit(pk, name, f"{count} SKUs", "number", 1.0) for pk, name, count in values]


# --- lists ---------------------------------------------------------------------------------


def _spellings(text: str, kinds: tuple[str, ...]) -> Any:
    """Spellings as a subquery when names bear the words typed, else the few that were probably meant."""
    typed = _typed(text)
    begun = _begun(typed) if typed else [[]]
    condition = Q(kind__in=kinds)
    for group in begun:
        condition &= Q(words__overlap=group)
    bearing = SearchName.objects.filter(condition)
    if all(begun) and bearing.exists():
        return bearing
    found = candidates(typed, kinds) if typed else []
    meant = [one for one in found if is_close(typed, one.text)] or found
    close = [one.spelling for one in meant]
    return SearchName.objects.filter(kind__in=kinds, spelling__in=close)


def _brand_condition(text: str) -> Q:
    number = _number(text)
    if PERMIT.fullmatch(number):
        return Q(summary__permits__contains=[number])
    if TTB_ID.fullmatch(number):
        return Q(id__in=Sku.objects.filter(**_begins("ttb_id", number)).values("brand_id"))
    found = _spellings(text, BRANDS)
    by_form = Q(normal_form__in=found.filter(kind="brand").values("spelling"))
    aliases = found.filter(kind="alias")
    return by_form | Q(id__in=aliases.values("brand")) if aliases.exists() else by_form


def _sku_condition(text: str) -> Q:
    number = _number(text)
    if TTB_ID.fullmatch(number):
        return Q(**_begins("ttb_id", number))
    if PERMIT.fullmatch(number):
        return Q(**_begins("permit", number))
    fanciful = _named(Sku.objects.all(), _spellings(text, SKUS).values("spelling")).values("id")
    return Q(brand_id__in=Brand.objects.filter(_brand_condition(text)).values("id")) | Q(id__in=fanciful)

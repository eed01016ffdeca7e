"""One box over brands, SKUs, importers, permits and notes that forgives typing errors in names.

`search("chatau margot")` for the search page, the palette and the API; lists are narrowed by `selectors.search_lists`.
Numbers are looked up first: TTB IDs and permits by their beginning, brands by their id. Names come from the
dictionary (`selectors.names`), are ranked (`selectors.ranking`), and only then turned into rows.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import ngettext

from apps.brands.models import Brand, Note, Sku
from apps.brands.selectors import holders
from apps.brands.selectors.candidates import candidates, typed_name
from apps.brands.selectors.numbers import PERMIT, TTB_ID, begins, number, record_id
from apps.brands.selectors.ranking import Ranked, woven

GROUPS = ("brands", "skus", "importers", "permits", "notes")
BRANDS, SKUS = ("brand", "alias"), ("fanciful",)
HOLDERS = ("importers", "permits")
MOST_COUNTED = 100
MOST_WORDS, TITLE = 8, 100
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: what to show, and why (`exact`, `words`, `close`, `number`). `on` is the record a note is on, as
    (kind, id)."""

    id: int
    title: str
    detail: str
    match: str
    score: float
    on: tuple[str, int] | None = None


@dataclass(frozen=True)
class Results:
    """What was found, best first in each group. `counts` are how many of each, MOST_COUNTED meaning so many or more."""

    text: str
    brands: list[Hit] = field(default_factory=list)
    skus: list[Hit] = field(default_factory=list)
    importers: list[Hit] = field(default_factory=list)
    permits: list[Hit] = field(default_factory=list)
    notes: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def groups(self) -> list[tuple[str, list[Hit], int]]:
        """Kinds with hits: what bears the number typed, what has to do with it, then as in GROUPS."""
        found = [(kind, hits, self.counts.get(kind, len(hits))) for kind in GROUPS if (hits := getattr(self, kind))]
        return sorted(found, key=lambda group: (group[1][0].match != NUMBER, not _bears(group[0], group[1][0])))


def _bears(kind: str, hit: Hit) -> bool:
    """Whether a number typed is this record's own: brands are found by their permits' numbers too."""
    return hit.match == NUMBER and kind in HOLDERS


def search(text: str, *, limit: int = 10) -> Results:
    """Records by number or name, at most `limit` of each kind. Rights are the caller's to check."""
    typed = number(text)
    if TTB_ID.fullmatch(typed) and (found := _by_ttb_id(text, typed, limit)):
        return found
    if PERMIT.fullmatch(typed) and (found := _by_permit(text, typed, limit)):
        return found
    return _by_name(text, limit)


def brand_ids(text: str, limit: int = 10) -> list[int]:
    """Ids of the brands most likely meant, best first."""
    typed = typed_name(text)
    return [hit.id for hit in _brand_hits(typed, candidates(typed, BRANDS))[:limit]] if typed else []


def _by_ttb_id(text: str, typed: str, limit: int) -> Results | None:
    rows = Sku.objects.filter(archived_at=None, **begins("ttb_id", typed))
    hits = _sku_hits(rows.order_by("ttb_id")[:limit], NUMBER)
    if not hits:
        return None
    return Results(text, _brand_numbered(text), hits, counts={"skus": _counted(rows, hits, limit)})


def _by_permit(text: str, typed: str, limit: int) -> Results | None:
    found = holders.by_number(typed, MOST_COUNTED)
    brands = Brand.objects.filter(summary__permits__contains=[typed], archived_at=None)
    hits = _brands_of(brands, limit)
    if not (found or hits):
        return None
    return _with_holders(text, found, limit, NUMBER, brands=hits, counts={"brands": _counted(brands, hits, limit)})


def _by_name(text: str, limit: int) -> Results:
    typed, by_id = typed_name(text), _brand_numbered(text)
    noted, notes_counted = _notes_with(text, limit)
    if not typed:
        return Results(text, by_id, notes=noted, counts={"notes": notes_counted})
    found = candidates(typed, BRANDS + SKUS)
    named_so = _brand_hits(typed, [one for one in found if one.kind in BRANDS])
    brands = _with_number(named_so, by_id)
    skus, counted = _skus_named([one for one in found if one.kind in SKUS], limit)
    counts = {"brands": min(len(brands), MOST_COUNTED), "skus": counted, "notes": notes_counted}
    owners = holders.by_name(typed, MOST_COUNTED)
    return _with_holders(text, owners, limit, None, brands=brands[:limit], skus=skus, notes=noted, counts=counts)


def _with_holders(
    text: str, found: list[holders.Holder], limit: int, match: str | None, *, counts: dict[str, int], **hits: list[Hit]
) -> Results:
    """Results with holders told apart: importers, and all the others."""
    apart = {"importers": [row for row in found if row.imports], "permits": [row for row in found if not row.imports]}
    counts = {**counts, **{kind: len(rows) for kind, rows in apart.items()}}
    return Results(
        text, **hits, **{kind: _holder_hits(rows[:limit], match) for kind, rows in apart.items()}, counts=counts
    )


# --- candidates -> rows --------------------------------------------------------------------


def _with_number(hits: list[Hit], by_id: list[Hit]) -> list[Hit]:
    """The brand with the number typed goes first, unless a brand bears that number as its name."""
    known = {hit.id for hit in by_id}
    exact = [hit for hit in hits if hit.match == "exact" and hit.id not in known]
    return [*exact, *by_id, *(hit for hit in hits if hit not in exact and hit.id not in known)]


def _brand_numbered(text: str) -> list[Hit]:
    pk = record_id(text)
    return [] if pk is None else _brands_of(Brand.objects.filter(id=pk), 1)


def _brand_hits(typed: str, found: list[Ranked]) -> list[Hit]:
    best = {one.spelling: one for one in reversed(found) if one.kind == "brand"}
    by_alias = {one.brand: one for one in reversed(found) if one.kind == "alias"}
    rows = Brand.objects.filter(Q(normal_form__in=best) | Q(id__in=by_alias), archived_at=None).values_list(
        "id", "display_name", "normal_form", "summary__sku_count"
    )
    scored = [(better_of(best.get(form), by_alias.get(pk)), pk, name, count or 0) for pk, name, form, count in rows]
    scored.sort(key=lambda row: (-row[0].score, -row[3], row[1]))
    placed = woven(typed, scored, lambda row: row[0])
    return [Hit(pk, name, _many(count), one.match, one.score) for one, pk, name, count in placed]


def _many(count: int) -> str:
    return ngettext("%(n)s SKU", "%(n)s SKUs", count) % {"n": number_format(count, use_l10n=True, force_grouping=True)}


def better_of(*found: Ranked | None) -> Ranked:
    """The better of those that are there."""
    return max((one for one in found if one is not None), key=lambda one: one.score)


def _skus_named(found: list[Ranked], limit: int) -> tuple[list[Hit], int]:
    """The newest SKUs of each name in turn; and how many there are of all these names."""
    live, hits = Sku.objects.filter(archived_at=None), list[Hit]()
    for one in found[:limit]:
        rows = named(live, [one.spelling]).order_by("-completed_date", "-id")
        hits += _sku_hits(rows[: limit - len(hits)], one.match, one.score)
        if len(hits) >= limit:
            break
    return hits, _counted(named(live, [one.spelling for one in found]), hits, limit)


def _notes_with(text: str, limit: int) -> tuple[list[Hit], int]:
    """Notes in which every word stands, pinned ones and then the newest first; and how many there are."""
    words = text.replace("\x00", "").split()[:MOST_WORDS]
    if not any(len(word) > 1 for word in words):
        return [], 0
    rows = Note.objects.all()
    for word in words:
        rows = rows.filter(text__icontains=word)
    names = ("id", "text", "brand_id", "brand__display_name", "importer_id")
    found = rows.order_by("-is_pinned", "-id").values_list(*names)[:limit]
    hits = [_note_hit(*row) for row in found]
    return hits, _counted(rows, hits, limit)


def _note_hit(pk: int, text: str, brand: int | None, name: str | None, importer: int | None) -> Hit:
    on = ("brands", brand) if brand is not None else ("importers", importer or 0)
    return Hit(pk, Truncator(" ".join(text.split())).chars(TITLE), name or "", "words", 1.0, on)


def _counted(rows: QuerySet[Any, Any], hits: list[Hit], limit: int) -> int:
    """How many rows, counted no further than anyone reads."""
    return len(hits) if len(hits) < limit else rows.order_by()[:MOST_COUNTED].count()


def named(queryset: QuerySet[Sku], spellings: Any) -> QuerySet[Sku]:
    """SKUs with these fanciful names, as the dictionary spells them."""
    return queryset.annotate(fanciful_200=Left("fanciful_name", 200)).filter(fanciful_200__in=spellings)


def _sku_hits(rows: QuerySet[Sku], match: str, score: float = 1.0) -> list[Hit]:
    values = rows.values_list("id", "ttb_id", "brand__display_name", "fanciful_name")
    return [Hit(pk, fanciful or brand, f"{brand} · {ttb_id}", match, score) for pk, ttb_id, brand, fanciful in values]


def _holder_hits(rows: list[holders.Holder], match: str | None) -> list[Hit]:
    return [
        Hit(row.id, row.owner or row.operating_name or row.number, _holder_detail(row), match or row.match, row.score)
        for row in rows
    ]


def _holder_detail(row: holders.Holder) -> str:
    """The number, and the other name it may have been found by."""
    also = row.operating_name if row.owner and row.operating_name != row.owner else ""
    return f"{row.number} · {also}" if also else row.number


def _brands_of(brands: QuerySet[Brand], limit: int) -> list[Hit]:
    values = brands.order_by("-summary__sku_count", "id").values_list("id", "display_name", "summary__sku_count")
    return [Hit(pk, name, _many(count or 0), NUMBER, 1.0) for pk, name, count in values[:limit]]

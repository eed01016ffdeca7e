"""The rows an export holds: columns per list (they are a contract), and a stream of values in their order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from apps.brands.choices import HeldState, Outcome
from apps.brands.models import HeldRow
from apps.brands.selectors.export_look import Look, as_text, column, names, order
from apps.brands.selectors.lists import LISTS
from apps.brands.writers.table import Column
from apps.core.listing import Listing
from apps.registry.formats import codes
from apps.registry.formats.headers import COLA_COLUMNS

USUAL = Look()
CHUNK = 10_000
Filter = Mapping[str, Sequence[str]]
Make = Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Resource:
    """One list as an export. `more` are columns beside the list's own; `flat_only` ones of text formats alone."""

    name: str
    columns: tuple[Column, ...]
    more: Mapping[str, tuple[tuple[str, ...], Make]] = field(default_factory=dict)
    flat_only: tuple[Column, ...] = ()
    defaults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: tuple[str, ...] = ("id",)


def _columns(*words: str) -> tuple[Column, ...]:
    """`Column`s from `name` or `name:kind`."""
    return tuple(Column(*word.split(":")) for word in words)  # type: ignore[arg-type]


def _origins_desc(row: dict[str, Any]) -> list[str]:
    found = ((code, codes.origin(code)) for code in row["summary__origins"])
    return [origin.description if origin else code for code, origin in found]


def _of_raw(name: str) -> Make:
    def make(row: dict[str, Any]) -> Any:
        value = row["raw"].get(name)
        return value if value is None or isinstance(value, str) else str(value)

    return make


def _reasons(row: dict[str, Any]) -> list[str]:
    return list(row["reasons"])


def _unread(row: dict[str, Any]) -> list[str] | None:
    found = row["raw"].get("fields")
    return [str(one) for one in found] if isinstance(found, list) else None


HOLDER = ("id:int", "permit", "owner", "operating_name")
RESOURCES = {
    one.name: one
    for one in (
        Resource(
            "brands",
            _columns(
                "id:int", "display_name", "source_name", "normal_form", "aliases:list", "website", "permits:list",
                "importers:list", "origins:list", "categories:list", "sku_count:int", "first_completed:date",
                "last_completed:date", "website_state",
            ),
            more={"origins_desc": (("summary__origins",), _origins_desc)},
            flat_only=_columns("origins_desc:list"),
        ),
        Resource(
            "skus",
            _columns(
                "id:int", "ttb_id", "brand_id:int", "brand", "fanciful_name", "permit", "serial", "completed_date:date",
                "origin", "origin_desc", "class_type", "class_type_desc", "category",
            ),
        ),
        Resource("importers", _columns(*HOLDER, "state", "family", "brand_count:int", "sku_count:int", "status")),
        Resource(
            "permits",
            _columns(
                *HOLDER, "state", "family", "brand_count:int", "sku_count:int", "status", "kind", "list_code", "street",
                "city", "zip", "county",
            ),
        ),
        Resource(
            "quarantine",
            _columns("import:int", "row:int", "reasons:list", "suggestion", *COLA_COLUMNS),
            more={name: (("raw",), _of_raw(name)) for name in COLA_COLUMNS} | {"fields": (("raw",), _unread)},
            defaults={"outcome": [Outcome.QUARANTINED], "state": [HeldState.OPEN]},
            order=("run_id", "row", "id"),
        ),
    )
}  # fmt: skip
UNREAD = Column("fields", "list")


@dataclass(frozen=True)
class Query:
    """Rows to export: ask `columns` once, `count`, then `chunks`. Make it inside the transaction that reads."""

    resource: Resource
    rows: QuerySet[Any, Any]
    columns: list[Column]
    order: tuple[Any, ...] = ("id",)

    def count(self) -> int:
        """How many rows there are."""
        return self.rows.count()

    def chunks(self) -> Iterator[list[list[Any]]]:
        """Rows in the list's stable order, some thousand at a time, through a cursor on the server."""
        paths, makers = _plan(self.resource, self.columns)
        chunk: list[list[Any]] = []
        ordered = self.rows.order_by(*self.order).values_list(*paths)
        for values in ordered.iterator(chunk_size=CHUNK):
            chunk.append([make(values) for make in makers])
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        yield chunk


def chosen(resource: str, look: Look, *, is_flat: bool) -> list[Column]:
    """The columns of an export: the contract's, or those somebody chose. Raises `UnknownWord`."""
    about, listing = RESOURCES[resource], LISTS[resource]
    usual = [*about.columns, *(about.flat_only if is_flat else ())]
    if not look.fields:
        return usual
    known = {one.name: one for one in (*about.columns, *about.flat_only)}
    picked = names(listing, look, is_flat=is_flat, known=[*known, *listing.names])
    return [known.get(name) or column(listing, name) for name in picked]


def ordered(resource: str, look: Look) -> tuple[Any, ...]:
    """The order of an export's rows. Raises `UnknownWord`."""
    return order(LISTS[resource], look) if look.sort else RESOURCES[resource].order


def query(resource: str, filter: Filter, *, is_flat: bool, look: Look = USUAL) -> Query:  # noqa: A002  (the word of the API)
    """The rows of a list under the list's own filters. Raises `UnknownFilter`, `BadFilter`, `UnknownWord`."""
    about = RESOURCES[resource]
    rows = LISTS[resource].narrowed({**about.defaults, **filter})
    columns = chosen(resource, look, is_flat=is_flat)
    if resource == "quarantine" and HeldRow.objects.filter(raw__has_key="fields", id__in=rows.values("id")).exists():
        columns.append(UNREAD)
    return Query(about, rows, columns, ordered(resource, look))


def _plan(about: Resource, columns: list[Column]) -> tuple[list[str], list[Callable[[tuple[Any, ...]], Any]]]:
    """The paths to read, each once, and per column how its value comes from a row of them."""
    listing = LISTS[about.name]
    wanted = [_source(about, listing, column) for column in columns]
    paths = list(dict.fromkeys(path for needs, _make in wanted for path in needs))
    places = {path: place for place, path in enumerate(paths)}
    return paths, [_maker(needs, make, places) for needs, make in wanted]


def _source(about: Resource, listing: Listing, wanted: Column) -> tuple[tuple[str, ...], Make | None]:
    name = wanted.name
    if name in about.more:
        return about.more[name]
    if name in listing.derived:
        return listing.derived[name].needs, listing.derived[name].make
    path = listing.columns[name]
    return (path,), as_text(path) if wanted.kind == "text" and wanted not in about.columns else None


def _maker(needs: tuple[str, ...], make: Make | None, places: Mapping[str, int]) -> Callable[[tuple[Any, ...]], Any]:
    if make is None:
        place = places[needs[0]]
        return lambda values: values[place]
    indexes = [(path, places[path]) for path in needs]
    return _remembered(lambda values: make({path: values[place] for path, place in indexes}), [p for _, p in indexes])


def _remembered(
    make: Callable[[tuple[Any, ...]], Any], places: list[int], most: int = 20_000
) -> Callable[[tuple[Any, ...]], Any]:
    """Codes have few meanings: each is looked up once. Lists and objects are not remembered."""
    known: dict[tuple[Any, ...], Any] = {}

    def remembered(values: tuple[Any, ...]) -> Any:
        key = tuple([values[place] for place in places])
        if any(isinstance(part, (list, dict)) for part in key):
            return make(values)
        if key not in known and len(known) < most:
            known[key] = make(values)
        return known[key] if key in known else make(values)

    return remembered

"""The page of a list, whatever it lists: columns, filters as chips, sorting, paging; one template for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.filtering import BadFilter, UnknownFilter
from apps.core.keyset import BadCursor
from apps.core.listing import Answer, Listing, UnknownWord
from apps.portal import words
from apps.portal.views.base import PageView, params

Query = dict[str, list[str]]
NOT_CHIPS = frozenset({"sort", "cursor", "limit", "count", "fields", "omit", "page_size"})
REFUSALS = (UnknownFilter, BadFilter, UnknownWord, BadCursor)
BAD_REQUEST = 400


@dataclass(frozen=True)
class Column:
    """A column of the table: `kind` is its CSS class (num, p2, p3), `sort` the list's word for its order."""

    label: Any
    kind: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Head:
    """A column as drawn for this request."""

    label: Any
    kind: str
    url: str = ""
    order: str = ""
    name: str = ""


class ListPage(PageView):
    """Declares `listing`, `columns`, `row_template`; the rest is the same for every noun."""

    template_name = "portal/list.html"
    listing: ClassVar[Listing]
    columns: ClassVar[tuple[Column, ...]]
    row_template: ClassVar[str]
    order: ClassVar[str] = ""
    always: ClassVar[Query] = {}
    form_keys: ClassVar[tuple[str, ...]] = ("q",)
    counted: ClassVar[str] = "about"
    opens: ClassVar[bool] = False  # whether a row opens in the panel beside the list; `?open=` names it

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page, or for HTMX its results alone, with the address that shows the same."""
        asked = self.asked(params(request.GET))
        opened = asked.pop("open", [""])[-1]
        problem, status = None, 200
        try:
            answer = self.listing.page(self.query(asked))
        except REFUSALS as error:
            problem, answer, status = error, Answer([], None, None), BAD_REQUEST
        context = (
            self.context(asked, answer)
            | {"problem": problem, "opened": self.opened(opened)}
            | self.choices(asked, answer)
        )
        if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
            response = self.page(context | {"oob": True}, template="components/results.html", status=status)
            response["HX-Push-Url"] = f"{request.path}?{urlencode(asked, doseq=True)}" if asked else request.path
            return response
        return self.page(context, status=status)

    def opened(self, key: str) -> str:
        """The page of the record the address asks to open, or nothing."""
        return f"{self.request.path}{key}/" if self.opens and key.isdecimal() else ""

    def asked(self, query: Query) -> Query:
        """What the address says, in the words of the filters: a country's name becomes its codes."""
        if "origin" in query:
            query["origin"] = [code for text in query["origin"] for code in words.origin_codes(text)]
        return query

    def query(self, asked: Query) -> Query:
        """What the list is asked."""
        standard = {"sort": [self.order]} if self.order else {}
        return {**standard, "count": [self.counted], **asked, **self.fixed()}

    def fixed(self) -> Query:
        """Filters of the page itself, which no address can change."""
        return self.always

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """What else this noun's page shows."""
        return {}

    def context(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """What the templates need."""
        return {
            "answer": answer,
            "rows": answer.rows,
            "heads": self.heads(asked),
            "chips": chips(asked),
            "asked": {key: values[-1] for key, values in asked.items()},
            "kept": [(k, v) for k, values in asked.items() if k not in {*self.form_keys, "cursor"} for v in values],
            "row_template": self.row_template,
            "next_url": paged(asked, answer.next),
            "previous_url": paged(asked, answer.previous),
            "noun": self.listing.name,
            "opens": self.opens,
            "origin_text": ", ".join(dict.fromkeys(words.origin(code) for code in asked.get("origin", []))),
        }

    def heads(self, asked: Query) -> list[Head]:
        """The header cells, with where a click leads: falling first for figures and dates."""
        word = asked.get("sort", [self.order or self.listing.order])[-1]
        return [self.head(column, asked, word) for column in self.columns]

    def head(self, column: Column, asked: Query, word: str) -> Head:
        """One header cell."""
        if not column.sort:
            return Head(column.label, column.kind)
        order = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(word, "")
        falling = order == "ascending" or (not order and "num" in column.kind)
        sort = f"-{column.sort}" if falling else column.sort
        return Head(column.label, column.kind, paged({**asked, "sort": [sort]}, "", drop=True), order, column.sort)


def paged(asked: Query, cursor: str | None, *, drop: bool = False) -> str:
    """This list at a cursor, or without one; nothing where there is no such page."""
    if not cursor and not drop:
        return ""
    query = {key: values for key, values in asked.items() if key != "cursor"}
    return f"?{urlencode({**query, 'cursor': [cursor]} if cursor else query, doseq=True)}"


def chips(asked: Query) -> list[dict[str, str]]:
    """Each filter as words and the address without it."""
    found = []
    for key, values in asked.items():
        for text in values if key not in NOT_CHIPS else ():
            rest = {k: [v for v in vs if (k, v) != (key, text)] for k, vs in asked.items() if k != "cursor"}
            url = f"?{urlencode({k: vs for k, vs in rest.items() if vs}, doseq=True)}"
            found.append({"name": str(words.FILTERS.get(key, key)), "value": words.value(key, text), "url": url})
    return found


Url = Callable[..., str]


def to(name: str, *args: Any, **query: Any) -> str:
    """A page of this workspace, with a query."""
    return reverse(f"portal:{name}", args=args) + (f"?{urlencode(query, doseq=True)}" if query else "")

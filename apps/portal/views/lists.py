"""The page of a list, whatever it lists: columns, filters as chips, sorting, paging; one template for all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.filtering import BadFilter, UnknownFilter
from apps.core.keyset import BadCursor
from apps.core.listing import Answer, Listing, UnknownWord
from apps.core.selectors import preferences
from apps.core.selectors.glance import Question
from apps.core.selectors.views import default_view
from apps.core.services.preferences import SIZES
from apps.portal import words
from apps.portal.preferences import page_size
from apps.portal.tables import builder, ticks
from apps.portal.tables.address import NOT_CHIPS, VIEWER_KEYS, Query, address, chips, paged
from apps.portal.tables.cells import Row
from apps.portal.tables.column import Column, Head, fields, lines
from apps.portal.tables.looks import MOST, Look, look, moved
from apps.portal.views.base import PageView, params, whole

__all__ = ["NOT_CHIPS", "Column", "ListPage", "Query", "address", "paged", "to"]
REFUSALS = (UnknownFilter, BadFilter, UnknownWord, BadCursor)
BAD_REQUEST = 400
LIKELIEST = 10  # rows that a search puts on top of its list


class ListPage(PageView):
    """Declares `listing` and `columns`; the rest is the same for every noun."""

    template_name = "portal/list.html"
    listing: ClassVar[Listing]
    columns: ClassVar[tuple[Column, ...]]
    order: ClassVar[str] = ""
    always: ClassVar[Query] = {}
    form_keys: ClassVar[tuple[str, ...]] = ("q",)
    counted: ClassVar[str] = "about"
    opens: ClassVar[str] = ""  # where the pages are that rows open in the panel beside the list; `?open=` names one

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page, or for HTMX its results alone, with the address that shows the same."""
        given = params(request.GET)
        usual = None if request.GET else default_view(self.actor, self.listing.name)
        if usual is not None:
            return self.elsewhere(address({**usual.query, "view": [str(usual.pk)]}))
        meant = self.meant(given)
        if meant is not None:
            return self.elsewhere(address(meant))
        asked = self.asked(given)
        opened = asked.pop("open", [""])[-1]
        lost = self.leave_out(asked)
        seen = look(self.columns, asked, self.preference())
        seen.lost.extend(lost)
        answer, problem = self.answer(asked, seen)
        context = {"problem": problem, "opened": self.opened(opened), **self.choices(asked, answer)}
        context = {**self.context(asked, answer, seen), **context}
        status = BAD_REQUEST if problem else 200
        if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
            response = self.page(context | {"oob": True}, template="components/results.html", status=status)
            response["HX-Push-Url"] = f"{request.path}{address(asked)}" if asked else request.path
            return response
        return self.page(context, status=status)

    def questions(self) -> list[Question]:
        """How the person likes this list."""
        return [preferences.question(self.actor.user_id, self.listing.name)]

    def preference(self) -> Any:
        """The same; a request of HTMX has been told nothing beforehand."""
        told = getattr(self.request, "told", None)
        return preferences.read(told[-1]) if told else preferences.preference(self.actor.user_id, self.listing.name)

    def leave_out(self, asked: Query) -> list[str]:
        """A saved view may name filters there no longer are: they are left out, and said."""
        if "view" not in asked:
            return []
        known = {*self.listing.filters.base_filters, *NOT_CHIPS, "cursor"}
        lost = [key for key in asked if key not in known]
        sort = asked.get("sort", ["id"])[-1].removeprefix("-")
        lost += ["sort"] if sort not in self.listing.sorts else []
        for key in lost:
            del asked[key]
        return lost

    def answer(self, asked: Query, seen: Look) -> tuple[Answer, Exception | None]:
        """The rows, or why there are none."""
        try:
            answer = self.listing.page(self.query(asked, seen), size=self.size(asked, seen), most=MOST)
            return self.best_first(asked, seen, answer), None
        except REFUSALS as error:
            return Answer([], None, None), error

    def best(self, text: str) -> list[int]:
        """Ids of the records that a search for these words most likely means, best first."""
        return []

    def best_first(self, asked: Query, seen: Look, answer: Answer) -> Answer:
        """A search without an order of its own: the likeliest stand on top of the first page.

        All other rows, and all further pages, keep the list's order. The paging knows nothing of those on top, so
        nothing is missed; a row that stood on top comes once more where a later page has its place.
        """
        if "q" not in asked or {"sort", "cursor"} & asked.keys():
            return answer
        ids = self.best(asked["q"][-1])
        top = self.listing.picked(self.query(asked, seen), ids)[:LIKELIEST] if ids else []
        above = {row["id"] for row in top}
        rest = [row for row in answer.rows if row["id"] not in above]
        return replace(answer, rows=[*top, *rest])

    def size(self, asked: Query, seen: Look) -> int | None:
        """How many rows, where the address does not say."""
        return None if "limit" in asked or "page_size" in asked else seen.size or page_size(self.request)

    def shown_size(self, asked: Query, seen: Look) -> int | None:
        """The page size that stands chosen in the menu of columns."""
        given = asked.get("limit", [""])[-1]
        return next((size for size in SIZES if str(size) == given), None) if given else seen.size

    def meant(self, given: Query) -> Query | None:
        """The address that a pressed button of the builder or the column chooser means, or None."""
        if "move" in given:
            shown = [word for text in given.get("columns", []) for word in text.split(",")]
            columns = moved(shown, given.pop("move")[-1])
            given = {**given, "columns": [",".join(columns)]}
            return builder.built(given) or given
        if len(given.get("columns", [])) > 1:
            given = {**given, "columns": [",".join(given["columns"])]}
            return builder.built(given) or given
        return builder.built(given)

    def elsewhere(self, query: str) -> HttpResponse:
        """To the same list under its plain address; HTMX is led there too."""
        return HttpResponseRedirect(f"{self.request.path}{query}")

    def opened(self, key: str) -> str:
        """The page of the record the address asks to open, or nothing."""
        return to(f"{self.opens}-detail", pk) if self.opens and (pk := whole(key)) else ""

    def asked(self, query: Query) -> Query:
        """What the address says, in the words of the filters: a country's name becomes its codes."""
        if "origin" in query:
            query["origin"] = [code for text in query["origin"] for code in words.origin_codes(text)]
        return query

    def query(self, asked: Query, seen: Look) -> Query:
        """What the list is asked: filters and order of the address, fields of the columns shown."""
        standard = {"sort": [self.order]} if self.order else {}
        plain = {
            key: values for key, values in asked.items() if key not in VIEWER_KEYS or key in {"limit", "page_size"}
        }
        return {
            **standard,
            "count": [self.counted],
            **plain,
            "fields": [",".join(self.fields(seen.columns))],
            **self.fixed(),
        }

    def fields(self, columns: Sequence[Column]) -> list[str]:
        """The list's fields that the page needs."""
        return fields(columns)

    def fixed(self) -> Query:
        """Filters of the page itself, which no address can change."""
        return self.always

    def choices(self, asked: Query, answer: Answer) -> dict[str, Any]:
        """What else this noun's page shows."""
        return {}

    def told(self, asked: Query, rows: Sequence[Row]) -> list[Column]:
        """Columns that only this address calls for, after those chosen."""
        return []

    def context(self, asked: Query, answer: Answer, seen: Look) -> dict[str, Any]:
        """What the templates need."""
        columns = [*seen.columns, *self.told(asked, answer.rows)]
        return {
            "answer": answer,
            "rows": answer.rows,
            "lines": lines(columns, answer.rows),
            "heads": self.heads(asked, columns),
            "look": seen,
            "chooser": lambda: self.chooser(seen),
            "sizes": SIZES,
            "shown_names": ",".join(column.name for column in seen.columns) if seen.is_chosen else "",
            "shown_size": self.shown_size(asked, seen),
            "ask_choices": lambda: builder.choices(self.listing.filters),
            "paste_choices": lambda: builder.pasteable(self.listing.filters),
            "can_ask": bool(self.listing.filters.asks),
            "operators": words.OPERATORS,
            "chips": chips(asked),
            "asked": {key: values[-1] for key, values in asked.items()},
            "kept": [(k, v) for k, values in asked.items() if k not in {*self.form_keys, "cursor"} for v in values],
            "whole": [(k, v) for k, values in asked.items() if k != "cursor" for v in values],
            "unlooked": [(k, v) for k, values in asked.items() if k not in {"cursor", *VIEWER_KEYS} for v in values],
            "query": address(asked),
            "whole_url": "?view=0" if "view" in asked else "?",
            "next_url": paged(asked, answer.next),
            "previous_url": paged(asked, answer.previous),
            "noun": self.listing.name,
            "open_view": whole(asked.get("view", ["0"])[-1]),
            "q": asked.get("q", [""])[-1],
            "beyond": self.beyond(answer),
            "opens": self.opens,
            "has_facets": bool(self.listing.facets),
            "bulk_acts": ticks.acts_for(self.actor, self.listing.name),
            "origin_text": ", ".join(dict.fromkeys(words.origin(code) for code in asked.get("origin", []))),
        }

    def beyond(self, answer: Answer) -> str:
        """Whether there are more rows than this page has: counted (exact) or expected (about)."""
        more = answer.count is not None and answer.count.number > len(answer.rows)
        return ("exact" if answer.count.exact else "about") if more and answer.count else ""

    def chooser(self, seen: Look) -> list[tuple[Column, bool]]:
        """All columns, those shown first, each with whether it is."""
        shown = [column.name for column in seen.columns]
        rest = [column for column in self.columns if column.name not in shown]
        return [*((column, True) for column in seen.columns), *((column, False) for column in rest)]

    def heads(self, asked: Query, columns: Sequence[Column]) -> list[Head]:
        """The header cells, with where a click leads: falling first for figures and dates."""
        word = asked.get("sort", [self.order or self.listing.order])[-1]
        return [self.head_cell(column, asked, word) for column in columns]

    def head_cell(self, column: Column, asked: Query, word: str) -> Head:
        """One header cell."""
        if column.sort not in self.listing.sorts:
            return Head(column.label, column.kind)
        order = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(word, "")
        falling = order == "ascending" or (not order and "num" in column.kind)
        sort = f"-{column.sort}" if falling else column.sort
        return Head(column.label, column.kind, address(asked, sort=[sort]), order, column.name)


Url = Callable[..., str]


def to(name: str, *args: Any, **query: Any) -> str:
    """A page of this workspace, with a query."""
    return reverse(f"portal:{name}", args=args) + (f"?{urlencode(query, doseq=True)}" if query else "")

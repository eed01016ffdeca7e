"""The past of a record: its versions, any two compared, and the whole of it as it was on a day."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from apps.brands.selectors import history
from apps.core.keyset import BadCursor
from apps.core.selectors.history import changes, tracked
from apps.portal import words
from apps.portal.views.base import whole

SIZE = 20
UNSHOWN = frozenset({"id", "edited", "version", "since"})
Found = dict[str, Any]
Then = Callable[[datetime], Found | None]


def elsewhere(request: HttpRequest, noun: str, pk: int) -> HttpResponse | None:
    """Off to the history, where an address of the record asks for a day with `at`; None where it asks for none."""
    if "at" not in request.GET:
        return None
    query = urlencode({"at": request.GET["at"]})
    return HttpResponseRedirect(f"{reverse(f'portal:{noun}-history', args=[pk])}?{query}")


def past(request: HttpRequest, record: str, pk: int, then: Then | None = None) -> Found:
    """A page of versions; the comparison asked for by `older` and `newer` (now, when left out) or by `compare`; the
    record as it was on the day asked for by `at`. `then` answers that for a record that is more than its versions."""
    model: Any = tracked(record)
    try:
        page = history.versions(model, pk, cursor=request.GET.get("cursor"), size=SIZE)
    except BadCursor:
        page = history.versions(model, pk, size=SIZE)
    return {
        "versions": page.rows,
        "newest": history.version_of(model, pk),
        "next_url": f"{request.path}?cursor={page.next}" if page.next else "",
        "previous_url": f"{request.path}?cursor={page.previous}" if page.previous else "",
        "compared": compared(model, pk, request.GET),
        "was": as_was(request.GET.get("at", "").strip(), then or (lambda moment: _then(model, pk, moment))),
        "today": timezone.localdate(),
    }


def compared(model: Any, pk: int, query: QueryDict) -> Found | None:
    """Two versions, the earlier first, and what differs; or the problem."""
    asked = query.get("older") or query.get("compare")
    if not asked:
        return None
    newest = history.version_of(model, pk)
    first, second = sorted((whole(asked), whole(query.get("newer")) or newest or 0))
    if first == second:
        return {"problem": _("Choose two different versions.")}
    rows = [history.at_version(model, pk, number) for number in (first, second)]
    if None in rows:
        return {"problem": _("One of these is not a version of this record. Choose two from the list below.")}
    return {"version": first, "is_now": second == newest, "changes": changes(model, rows[0], rows[1])}  # type: ignore[arg-type]


def as_was(text: str, then: Then) -> Found | None:
    """The whole record as it was at the end of a day, in the viewer's time; or the problem."""
    if not text:
        return None
    day = _day(text)
    if day is None:
        return {"text": "", "problem": _("“%(text)s” is no day. Enter one such as 2026-01-31.") % {"text": text[:40]}}
    found = then(timezone.make_aware(datetime.combine(day, time.max)))
    if found is None:
        return {"text": text, "problem": _("It was not here on that day.")}
    return {"text": text, "day": day, "is_future": day > timezone.localdate(), **found}


def _then(model: Any, pk: int, moment: datetime) -> Found | None:
    """A record by its version of that moment."""
    row = history.as_of(model, pk, moment)
    if row is None:
        return None
    now = history.at_version(model, pk, history.version_of(model, pk) or 0) or {}
    return {
        "since": row["since"],
        "fields": fields(row, now, [name for name in row if name not in UNSHOWN]),
        "skus": history.skus_at(pk, moment) if model._meta.model_name == "brand" else None,
    }


def fields(row: Found, now: Found, names: list[str]) -> list[Found]:
    """The fields as they were, each with whether it is another one now."""
    return [{"field": n, "label": words.field(n), "value": row[n], "differs": row[n] != now.get(n)} for n in names]


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None

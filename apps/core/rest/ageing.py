"""An old version of the API says when it was replaced and until when it is kept.

`COLABASE_API_DEPRECATED` names the day a version is replaced; it is kept `COLABASE_API_KEPT_MONTHS` from then on.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

VERSION = re.compile(r"/api/(v[0-9]+)/")
YEAR = 12


class AgeOfTheApi:
    """Middleware: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to what to do, on every answer of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is said of a version that stays."""
        response = self.get_response(request)
        found = VERSION.search(request.path)
        if found and (day := settings.COLABASE_API_DEPRECATED.get(found[1])):
            replaced, ends = moment(day), moment(later(day, settings.COLABASE_API_KEPT_MONTHS))
            response["Deprecation"] = f"@{replaced}"
            response["Sunset"] = http_date(ends)
            response["Link"] = f'</api/{found[1]}/docs>; rel="deprecation"; type="text/html"'
        return response


def moment(day: date) -> int:
    """The first second of a day, in seconds since 1970."""
    return int(datetime.combine(day, time.min, UTC).timestamp())


def later(day: date, months: int) -> date:
    """As many months later; the last of a shorter month becomes the first of the next, so that none is shorter."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return later(day.replace(day=1), months + 1)

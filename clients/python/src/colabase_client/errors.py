"""What can go wrong. `except NotFound`, or look at `error.code`, which is stable."""

from typing import Any

import httpx


class ColabaseError(Exception):
    """Any error of this client; when the network fails, httpx's own `httpx.TransportError` is raised."""


class ApiError(ColabaseError):
    """The API refused. `errors` lists wrong values, each with `detail` and `pointer` or `parameter`."""

    def __init__(self, *, status: int, problem: dict[str, Any], retry_after: float | None = None) -> None:
        self.status = status
        self.problem = problem
        self.code: str = str(problem.get("code", "unknown"))
        self.detail: str = str(problem.get("detail", ""))
        self.hint: str | None = problem.get("hint")
        self.errors: list[dict[str, str]] = list(problem.get("errors", []))
        self.request_id: str | None = problem.get("request_id")
        self.retry_after = retry_after
        super().__init__(f"{status} {self.code}: {self.detail}" + (f" {self.hint}" if self.hint else ""))


class BadRequest(ApiError):
    """400: the body cannot be read, or the request names two workspaces (`workspace_mismatch`)."""


class NotAuthenticated(ApiError):
    """401: the key is missing, wrong, expired or revoked."""


class Forbidden(ApiError):
    """403: the key's role or scopes do not allow this."""


class NotFound(ApiError):
    """404: there is nothing here, or nothing this key may know of."""


class Conflict(ApiError):
    """409: not possible in the present state, such as an import that runs already."""


class Gone(ApiError):
    """410: the link has expired."""


class Stale(ApiError):
    """412: the record was changed since you read it; `problem["current"]` is the record as it is now."""


class TooLarge(ApiError):
    """413: the body is too large."""


class InvalidValue(ApiError):
    """422: a value cannot be taken; see `errors`."""


class RateLimited(ApiError):
    """429, after all tries: too many requests; `retry_after` seconds are asked for."""


class Unavailable(ApiError):
    """502, 503, 504, after all tries: the service or the workspace is not ready."""


class ServerError(ApiError):
    """500 and its like: tell us the `request_id`."""


class WorkFailed(ColabaseError):
    """Work in the background did not end well; `record` is the import, export or job."""

    def __init__(self, message: str, record: Any) -> None:
        self.record = record
        super().__init__(message)


class WaitedTooLong(ColabaseError, TimeoutError):
    """Work in the background has not ended in time; it goes on. `record` is how far it was."""

    def __init__(self, message: str, record: Any) -> None:
        self.record = record
        super().__init__(message)


BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: NotAuthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    412: Stale,
    413: TooLarge,
    422: InvalidValue,
    429: RateLimited,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def raise_for(response: httpx.Response) -> None:
    """Raise the error a response stands for; nothing for a good one."""
    if response.status_code < 400:
        return
    response.read()
    usual = ServerError if response.status_code >= 500 else ApiError
    kind = BY_STATUS.get(response.status_code, usual)
    raise kind(status=response.status_code, problem=_problem(response), retry_after=_seconds(response))


def _problem(response: httpx.Response) -> dict[str, Any]:
    """The problem sent; something else on the way, such as a proxy, may have answered instead."""
    try:
        found = response.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"detail": response.text[:500]}


def _seconds(response: httpx.Response) -> float | None:
    given = response.headers.get("Retry-After", "")
    return float(given) if given.isascii() and given.isdigit() else None

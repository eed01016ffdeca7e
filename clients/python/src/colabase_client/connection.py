"""How requests are sent: the key, the workspace, retries, errors, and pages one after another."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import httpx
from httpx_retries import Retry, RetryTransport

from colabase_client.errors import raise_for
from colabase_client.generated import __version__
from colabase_client.generated.client import AuthenticatedClient

Row_co = TypeVar("Row_co", covariant=True)
Row = TypeVar("Row")
AGAIN = ("GET", "HEAD", "POST", "PATCH", "DELETE")


class Page(Protocol[Row_co]):
    """One page of a list."""

    @property
    def next_(self) -> str | None:
        """Where the next page is."""

    @property
    def results(self) -> Sequence[Row_co]:
        """Its rows."""


class Connection:
    """Sends requests to one workspace. `raw` serves the generated functions, should you need them."""

    def __init__(
        self,
        url: str,
        *,
        key: str,
        workspace: str | None,
        timeout: float,
        tries: int,
        transport: httpx.BaseTransport | None,
    ) -> None:
        retry = Retry(
            total=tries - 1, backoff_factor=0.5, max_backoff_wait=60, allowed_methods=AGAIN, status_forcelist=(429, 503)
        )
        headers = {"User-Agent": f"colabase-client/{__version__}", "Accept": "application/json"}
        if workspace:
            headers["X-Tenant"] = workspace
        self.raw = AuthenticatedClient(
            base_url=url.rstrip("/"),
            token=key,
            headers=headers,
            timeout=httpx.Timeout(timeout),
            raise_on_unexpected_status=True,
            httpx_args={
                "transport": RetryTransport(transport=transport or httpx.HTTPTransport(), retry=retry),
                "event_hooks": {"response": [raise_for]},
            },
        )

    @property
    def http(self) -> httpx.Client:
        """The client underneath."""
        return self.raw.get_httpx_client()

    def send(self, asked: Mapping[str, Any]) -> httpx.Response:
        """Send what a generated function asks for. Raises `ApiError`.

        A POST carries an Idempotency-Key, so that trying again does not do it twice.
        """
        headers = dict(asked.get("headers", {}))
        if asked["method"].upper() == "POST":
            headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        if "files" in asked:
            headers.pop("Content-Type", None)  # httpx chooses a boundary that is not in the files
        return self.http.request(**{**asked, "headers": headers})

    def each(self, asked: Mapping[str, Any], parse: Callable[[dict[str, Any]], Page[Row]]) -> Iterator[Row]:
        """The rows of a list, asking for the next page when they run out."""
        while True:
            page = parse(self.send(asked).json())
            yield from page.results
            if page.next_ is None:
                return
            asked = {**asked, "params": httpx.URL(page.next_).params}

    def close(self) -> None:
        """Close the connections."""
        self.http.close()


class Resource:
    """Base of the generated classes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

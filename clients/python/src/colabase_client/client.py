"""The client: all resources of the API, and the few things that take more than one call."""

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

import httpx

from colabase_client.connection import Connection
from colabase_client.errors import WorkFailed
from colabase_client.generated.api import Resources
from colabase_client.generated.models import (
    ExportDetail,
    ExportsPostBody,
    ExportsPostBodyFilter,
    ExportsPostBodyFormat,
    ExportsPostBodyResource,
    ImportDetail,
    ImportsPostBody,
    JobDetail,
    ProfilePicturePutBody,
)
from colabase_client.generated.types import UNSET, File
from colabase_client.waiting import until

HOUR = 3600.0
DONE = {"checked", "done"}
ENDED = {*DONE, "gated", "failed", "cancelled"}
CHUNK = 1 << 16


class Colabase(Resources):
    """One workspace.

    `url` is the service's address with `workspace` named, or the workspace's own: `https://acme.app.example`,
    `http://127.0.0.1:8000/t/acme`. Refused requests (429, 503) and failed connections are tried `tries` times.

        with Colabase("https://app.example", key="cb_...", workspace="acme") as acme:
            for brand in acme.brands.each(origin=["51"]):
                print(brand.display_name, brand.sku_count)
    """

    def __init__(
        self,
        url: str,
        *,
        key: str,
        workspace: str | None = None,
        timeout: float = 60.0,
        tries: int = 5,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.connection = Connection(
            url, key=key, workspace=workspace, timeout=timeout, tries=tries, transport=transport
        )
        super().__init__(self.connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.connection.close()

    # --- imports --------------------------------------------------------------------------

    def upload(
        self,
        *files: str | Path,
        dry_run: bool = False,
        start: bool = False,
        gate: float | str | None = None,
        mapping: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> ImportDetail:
        """Send files as one import, and check it (`dry_run`) or run it (`start`); else it waits for `imports.start`.

        `gate` is the percentage of bad rows that stops it, or "off"; `mapping` names our column for a header.
        """
        with ExitStack() as opened:
            sent = [File(opened.enter_context(Path(file).open("rb")), Path(file).name, "text/csv") for file in files]
            body = ImportsPostBody(
                file=sent,
                mapping=UNSET if mapping is None else json.dumps(dict(mapping)),
                gate=UNSET if gate is None else str(gate),
                dry_run=dry_run,
                start=start,
            )
            return self.imports.create(body=body, idempotency_key=idempotency_key or UNSET)

    def wait_for_import(self, key: int, *, timeout: float = HOUR) -> ImportDetail:
        """The import when it is checked or done. Raises `WorkFailed` (also when its gate stopped it), `WaitedTooLong`."""
        found = until(lambda: self.imports.get(key), lambda one: one.state in ENDED, timeout=timeout)
        if found.state not in DONE:
            raise WorkFailed(f"Import {key} is {found.state}: {found.error.to_dict()}", found)
        return found

    # --- jobs -----------------------------------------------------------------------------

    def wait_for_job(self, key: int, *, timeout: float = HOUR) -> JobDetail:
        """The job when it has succeeded. Raises `WorkFailed`, `WaitedTooLong`."""
        ends = {"succeeded", "failed", "cancelled"}
        found = until(lambda: self.jobs.get(key), lambda one: one.state in ends, timeout=timeout)
        if found.state != "succeeded":
            raise WorkFailed(f"Job {key} is {found.state}: {found.error.to_dict()}", found)
        return found

    # --- exports --------------------------------------------------------------------------

    def export(
        self,
        resource: ExportsPostBodyResource,
        to: str | Path,
        *,
        format: ExportsPostBodyFormat = "csv",
        filter: Mapping[str, Sequence[str]] | None = None,
        timeout: float = HOUR,
    ) -> Path:
        """Export a list, wait for the file and save it; `filter` takes the list's own keys: {"origin": ["51"]}.

        Raises `WorkFailed`, `WaitedTooLong`.
        """
        narrowed = ExportsPostBodyFilter.from_dict({name: list(values) for name, values in (filter or {}).items()})
        made = self.exports.create(body=ExportsPostBody(resource=resource, format_=format, filter_=narrowed))
        return self.download(self.wait_for_export(made.id, timeout=timeout), to)

    def wait_for_export(self, key: int, *, timeout: float = HOUR) -> ExportDetail:
        """The export when its file is ready. Raises `WorkFailed`, `WaitedTooLong`."""
        ends = {"ready", "failed", "expired"}
        found = until(lambda: self.exports.get(key), lambda one: one.state in ends, timeout=timeout)
        if found.state != "ready":
            raise WorkFailed(f"Export {key} is {found.state}: {found.error.to_dict()}", found)
        return found

    def download(self, export: ExportDetail, to: str | Path) -> Path:
        """Save the file of an export that is ready."""
        token = parse_qs(urlsplit(export.link or "").query).get("token", [""])[0]
        address, path = f"/api/v1/exports/{export.id}/download", Path(to)
        with self.connection.http.stream("GET", address, params={"token": token}) as response, path.open("wb") as file:
            for chunk in response.iter_bytes(CHUNK):
                file.write(chunk)
        return path

    # --- people ---------------------------------------------------------------------------

    def put_picture(self, file: str | Path) -> str:
        """Send a picture of the key's owner (PNG, JPEG or WebP, at most 2 MB); its checksum is returned."""
        with Path(file).open("rb") as opened:
            body = ProfilePicturePutBody(file=File(opened, Path(file).name, "application/octet-stream"))
            return self.profile.picture_put(body=body).picture

    def picture(self, person: int) -> bytes:
        """The picture of a person of this workspace, as WebP. Raises `NotFound` where there is none."""
        return self.connection.http.get(f"/api/v1/people/{person}/picture").content

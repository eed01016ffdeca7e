"""`/metrics` for Prometheus: requests by route, method and status, their latency; work that waits or failed.

Answered on the public host only, to this machine or to whoever has the token. Each process counts its own
requests unless they share a folder; figures of work are read from the database when asked.
"""

import hmac
import ipaddress
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from apps.core.models import Delivery
from apps.core.sql import fetch

Handler = Callable[[HttpRequest], HttpResponse]
PATHS = {"/metrics", "/metrics/"}
FIGURES_SECONDS = 10
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("colabase_requests_total", "Requests answered.", ["route", "method", "status"])
LATENCY = Histogram("colabase_request_seconds", "Seconds to answer.", ["route", "method"], buckets=BUCKETS)
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


class Metrics:
    """Counts every request, and answers `/metrics`. Stands before the workspace is looked for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PATHS and _is_public(request):
            return _answer(request)
        start = time.perf_counter()
        response = self.get_response(request)
        _count(request, response, time.perf_counter() - start)
        return response


def _count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, str(response.status_code)).inc()
    LATENCY.labels(route, method).observe(seconds)


def _is_public(request: HttpRequest) -> bool:
    """Not at a workspace's address: numbers are of the whole house."""
    host = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0].lower()
    return "HTTP_X_TENANT" not in request.META and not host.endswith(f".{settings.BASE_DOMAIN}")


def _answer(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        return HttpResponse("A token is needed.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """This process's counts, or those of all web processes when they share a folder (PROMETHEUS_MULTIPROC_DIR)."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    shared.register(Figures())
    return shared


def _may_read(request: HttpRequest) -> bool:
    token = settings.COLABASE_METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return hmac.compare_digest(given.encode(), token.encode())
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and "HTTP_X_FORWARDED_FOR" not in request.META


def _is_loopback(address: str) -> bool:
    try:
        return address == "" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Figures:
    """What waits or failed, over all workspaces; read at most every ten seconds."""

    def collect(self) -> Iterator[Metric]:
        """Prometheus asks here."""
        for name, text, labels, rows in cache.get_or_set("metrics.figures", _figures, FIGURES_SECONDS) or []:
            gauge = GaugeMetricFamily(name, text, labels=labels)
            for *words, number in rows:
                gauge.add_metric([str(word) for word in words], number)
            yield gauge

    def describe(self) -> list[Metric]:
        """Nothing is read when the process starts."""
        return []


Family = tuple[str, str, list[str], list[tuple[object, ...]]]


def _figures() -> list[Family]:
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    table = Delivery._meta.db_table
    waiting = fetch(
        f"SELECT CASE WHEN job_id IS NULL THEN 'event' ELSE 'job' END, state, count(*) FROM public.{table} "
        "WHERE state <> 'done' GROUP BY 1, 2"
    )
    return [
        ("colabase_deliveries", "Deliveries that wait, run or failed.", ["what", "state"], waiting),
        (
            "colabase_jobs",
            "Background work by kind and state, all workspaces.",
            ["kind", "state"],
            _each("kind", "core_job"),
        ),
        (
            "colabase_imports",
            "Imports by source and state, all workspaces.",
            ["source", "state"],
            _each("source", "brands_import"),
        ),
    ]


def _each(column: str, table: str) -> list[tuple[object, ...]]:
    """Rows by a column and state, summed over every schema that has the table."""
    schemas = fetch("SELECT schemaname FROM pg_tables WHERE tablename = %s ORDER BY 1", [table])
    if not schemas:
        return []
    quote = connection.ops.quote_name
    parts = [f"SELECT {quote(column)} AS word, state FROM {quote(name)}.{quote(table)}" for (name,) in schemas]
    return fetch(f"SELECT word, state, count(*) FROM ({' UNION ALL '.join(parts)}) rows GROUP BY 1, 2 ORDER BY 1, 2")


REGISTRY.register(Figures())

"""Live, ready and health answers, before anything that needs a workspace or a session."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse

from apps.core.db import connection

LIVE = {"/live", "/health/live"}
READY = {"/ready", "/health/ready"}
DEEP = {"/health", "/health/"}


class HealthProbe:
    """Answers probes on any host, so that a balancer needs no host name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info.rstrip("/") or "/"
        if path in LIVE:
            return JsonResponse({"status": "ok"})
        if path in READY or path in DEEP:
            return _checked(READY_CHECKS if path in READY else DEEP_CHECKS)
        return self.get_response(request)


def _checked(checks: dict[str, Callable[[], None]]) -> JsonResponse:
    results: dict[str, Any] = {}
    for name, check in checks.items():
        try:
            check()
            results[name] = "ok"
        except Exception as error:  # noqa: BLE001  (a probe reports whatever is wrong)
            results[name] = type(error).__name__
    ok = all(value == "ok" for value in results.values())
    return JsonResponse({"status": "ok" if ok else "unavailable", "checks": results}, status=200 if ok else 503)


def _database() -> None:
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _tables() -> None:
    connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM tenants_workspace LIMIT 1")


def _valkey() -> None:
    cache.get("health")


READY_CHECKS: dict[str, Callable[[], None]] = {"database": _database, "migrations": _tables}
DEEP_CHECKS = {**READY_CHECKS, "valkey": _valkey}

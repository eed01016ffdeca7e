"""A workspace for a benchmark, filled set-wise and taken away afterwards; and requests without a network."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("COLABASE_LOG_LEVEL", "WARNING")
django.setup()

from django.db import connection, transaction  # noqa: E402

from apps.core.sql import execute  # noqa: E402

SLUG = "bench-lists"
EMAIL = "bench@bench.example"
BRANDS, ROUNDS, WARM = 38_596, 60, 5
SHARED = [
    *("Estate", "Cellars", "Vineyards", "Reserve", "Brewing", "Distillery", "Winery", "Spirits"),
    *("Family", "Creek", "Valley", "Ridge", "Hill", "Coast", "River", "Oak"),
]


@contextmanager
def workspace(brands: int = BRANDS) -> Iterator[tuple[Any, str]]:
    """A workspace with brands and their summaries, and the secret of a key for it."""
    from apps.accounts.choices import Role
    from apps.accounts.services import add_member, create_api_key
    from apps.tenants.services.workspaces import create_workspace

    clear()
    room = create_workspace(slug=SLUG)
    user = add_member(workspace=room, email=EMAIL, role=Role.ANALYST)
    secret = create_api_key(workspace=room, user=user, scopes=["*"]).secret
    connection.set_tenant(room)  # type: ignore[attr-defined]
    try:
        fill(brands)
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        yield room, secret
    finally:
        clear()


def clear() -> None:
    """Take the workspace away."""
    from apps.accounts.models import User
    from apps.tenants.models import Workspace

    connection.set_schema_to_public()  # type: ignore[attr-defined]
    for room in Workspace.objects.filter(slug=SLUG):
        execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(room.schema_name)} CASCADE")
        room.delete()
    User.objects.filter(email=EMAIL).delete()


def fill(brands: int) -> None:
    """Brands with four origins, three categories and a date each; one in seven has no date. A name has a word of its
    own, and one of sixteen that many share."""
    from apps.brands.pipeline.search_names import refresh_search_names
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    with transaction.atomic(), change_set(ChangeKind.IMPORT, "Benchmark"):
        execute(
            "INSERT INTO brands_brand (source_name, display_name, normal_form, edited, blanks) "
            "SELECT upper(w), w, upper(w), '{}', '{}' FROM (SELECT 'Brand ' || substr(md5(n::text), 1, 12) || ' ' || "
            "(%s::text[])[1 + n %% 16] AS w FROM generate_series(1, %s) n) names",
            [SHARED, brands],
        )
        execute(
            "INSERT INTO brands_brandsummary (brand_id, sku_count, first_completed, last_completed, permits, "
            "importers, origins, categories, aliases) SELECT id, 1 + id %% 9, d - 400, d, ARRAY['NY-I-' || id %% 900], "
            "ARRAY['NY-I-' || id %% 900], ARRAY[(ARRAY['05','50','51','52'])[1 + id %% 4]], "
            "ARRAY[(ARRAY['Wine','Gin','Rum'])[1 + id %% 3]], ARRAY[]::text[] FROM (SELECT id, CASE WHEN id %% 7 > 0 "
            "THEN date '2015-01-01' + (id * 7919 %% 3900)::int END AS d FROM brands_brand) b",
            [],
        )
        refresh_search_names()
    execute("ANALYZE brands_brand, brands_brandsummary, brands_searchname, brands_searchword")


def caller(secret: str, **environment: str) -> Callable[[str], bytes]:
    """A function that sends a GET through the whole WSGI application and answers the body.

    `environment` is added to each request: a cookie, say, for one that comes without a key (an empty secret).
    """
    from config.wsgi import application as wsgi

    application: Any = wsgi
    signed = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret else {}

    def get(address: str) -> bytes:
        path, _, query = address.partition("?")
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), "HTTP_X_TENANT": SLUG, "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT": "application/json", **signed, **environment,
        }  # fmt: skip
        answer = application(environ, lambda line, _headers, *_exc: status.append(line))
        body = b"".join(answer)
        answer.close()
        if not status[0].startswith("200"):
            raise RuntimeError(f"{address}: {status[0]} {body[:300]!r}")
        return body

    return get


def interleaved(calls: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Median seconds of each call; they take turns, so that a busy machine is busy for all."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(ROUNDS + WARM):
        for name, call in calls.items():
            start = perf_counter()
            call()
            if number >= WARM:
                taken[name].append(perf_counter() - start)
    return {name: median(values) for name, values in taken.items()}

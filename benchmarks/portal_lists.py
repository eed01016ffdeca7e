"""A portal page of 50 of 108,000 SKUs against the API's page of the same rows, and page 700 against page 1.

Both go through the whole application in this process, in turns: sign-in by session here, by key there.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import transaction
from django.test import Client

from apps.core.db import connection
from apps.core.sql import execute
from benchmarks import _house as house
from benchmarks.promise import Promise

SKUS, DEPTH = 108_000, 700
Browser = Callable[[str], bytes]
PAGE = f"/t/{house.SLUG}/skus/?view=0&sort=ttb_id"
API = "/api/v1/skus?sort=ttb_id&count=about"
FILL = (
    "INSERT INTO brands_sku (ttb_id, permit, brand_id, brand_name, category, source, edited, origin, class_type, "
    "completed_date) SELECT (10000000000000 + n)::text, 'NY-I-' || n %% 900, b.id, b.source_name, 'Wine', 'upload', "
    "'{}', '51', '80', date '2015-01-01' + (n %% 3900)::int FROM generate_series(1::bigint, %s::bigint) n "
    "JOIN (SELECT id, source_name, row_number() OVER (ORDER BY id) - 1 AS i FROM brands_brand) b ON b.i = n %% %s"
)


def run() -> list[Promise]:
    """Measure and judge."""
    with house.workspace(house.BRANDS) as (room, secret):
        connection.set_tenant(room)
        _fill()
        connection.set_schema_to_public()
        browser, get = _browser(), house.caller(secret)
        deep = _deep(browser)
        taken = house.interleaved(
            {"page": lambda: _page(browser, PAGE), "deep": lambda: _page(browser, deep), "api": lambda: get(API)}
        )
    ms = {name: f"{1e3 * seconds:.1f} ms" for name, seconds in taken.items()}
    return [
        Promise(
            "portal list: 50 rows to the API's",
            taken["page"] / taken["api"],
            2,
            1.5,
            note=f"{ms['page']}, API {ms['api']}",
        ),
        Promise("portal list: page 700 to page 1", taken["deep"] / taken["page"], 1.5, 1.1, note=ms["deep"]),
    ]


def _fill() -> None:
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    with transaction.atomic(), change_set(ChangeKind.IMPORT, "Benchmark"):
        execute(FILL, [SKUS, house.BRANDS])
    execute("ANALYZE brands_sku")


def _browser() -> Browser:
    from apps.accounts.models import User

    signed_in = Client(headers={"Host": "localhost"})
    signed_in.force_login(User.objects.get(email=house.EMAIL))
    signed_in.get(PAGE)  # leaves the cookie of forms, as in every browser
    cookies = "; ".join(f"{name}={one.value}" for name, one in signed_in.cookies.items())
    return house.caller("", HTTP_COOKIE=cookies, HTTP_ACCEPT="text/html")


def _page(browser: Browser, address: str) -> str:
    return browser(address).decode()


def _deep(browser: Browser) -> str:
    """The address of page 700: there by pages of 500, for a cursor does not say how many rows follow it."""
    follow: Callable[[str], Any] = re.compile(r'rel="next"\s+href="([^"]+)"').search
    address = f"{PAGE}&limit=500"
    for _ in range(DEPTH // 10):
        address = PAGE.partition("?")[0] + unescape(follow(_page(browser, address))[1])
    return address.replace("limit=500", "limit=50")

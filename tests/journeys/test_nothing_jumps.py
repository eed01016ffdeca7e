"""A page that arrives over a slow line stays where it was drawn first: what script adds has its place from the beginning."""

from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("imported")
# https://web.dev/articles/cls: up to 0.1 is called good
MOST = 0.01
WATCH = """
window.jumped = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.jumped += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}


@pytest.mark.parametrize("path", ["brands/", "skus/", "review/"])
def test_a_list_is_drawn_once(path: str, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", width=412)
    page.add_init_script(WATCH)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"/t/acme/{path}")
    page.wait_for_selector("html.js")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.jumped") <= MOST

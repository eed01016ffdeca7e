"""axe finds nothing on any page in either theme; no page is wider than a narrow phone.

Each page is opened once and seen in two ways, in both widths and both themes; what all pages share, in all four.
All rules are asked the first time, of the whole page; the second time those that depend on colours and sizes, of
what the page does not share. Rows of a list are made alike: the first ones stand for all.
"""

import re
from typing import Any

import pytest

from apps.portal.urls import urlpatterns
from tests.portal.test_who_sees_which_page import key_of, path_of

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DRAWN_RULES = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
ROWS_ALIKE = 8
ALIKE = [[f"[data-rows] > :nth-child(n+{ROWS_ALIKE + 1})"]]
WIDE, NARROW = 1440, 320
SEEN = (((WIDE, "light"), (NARROW, "dark")), ((WIDE, "dark"), (NARROW, "light")))
PARTS_OF_THE_WALK = 4
PARTS = {
    "jobs-busy",
    "logo",
    "look",
    "live-since",
    "palette",
    "palette-records",
    "imports-quarantine-file",
    "subscriptions-count",
}


@pytest.fixture
def pages(imported: Any, site: str) -> list[str]:
    """Every page one can look at, in a workspace with something in it."""
    looked = [p for p in urlpatterns if hasattr(p.callback.view_class, "get") and p.name not in PARTS]
    return [f"/t/acme{path_of(pattern, key_of(pattern, imported))}" for pattern in looked]


def problems(page: Any, rules: list[str] = RULES, inside: str = "html") -> list[str]:
    """What axe says of the whole page or a part of it, and whether the page runs over to the right."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe.Axe().axe_script)
    where = {"include": [[inside]], "exclude": ALIKE}
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("([where, how]) => axe.run(where, how).then(all => all.violations)", [where, options])
    over = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    said = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return said + (["wider than the screen"] if over else [])


def problems_at(page: Any, width: int, scheme: str, *how: Any) -> dict[str, list[str]]:
    """The problems at one width in one theme, if there are any."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    return {f"{page.url} {width}-{scheme}": said} if (said := problems(page, *how)) else {}


@pytest.mark.parametrize("part", range(PARTS_OF_THE_WALK))
def test_no_page_has_a_problem_or_breaks_the_content_policy(part: int, pages: list[str], sign_in: Any) -> None:
    page = sign_in("alice@acme.example", width=WIDE)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if re.search("Content.Security", said.text) else None)
    bad: dict[str, list[str]] = {}
    for place, path in enumerate(pages[part::PARTS_OF_THE_WALK]):
        page.goto(path)
        first, second = SEEN[place % 2]
        bad |= problems_at(page, *first)
        bad |= problems_at(page, *second, DRAWN_RULES, "main")
    assert (bad, refused) == ({}, [])

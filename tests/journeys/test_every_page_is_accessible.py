"""axe finds nothing on any page in either theme; no page is wider than a narrow phone.

Each page is opened once, and turned from wide to narrow and from light to dark where it stands.
"""

import re
from typing import Any

import pytest

from apps.portal.urls import urlpatterns
from tests.portal.test_who_sees_which_page import key_of, path_of

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
WIDE, NARROW = 1440, 320
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
def pages(as_alice: Any, site: str) -> list[str]:
    """Every page one can look at, in a workspace with something in it."""
    from apps.brands.services import imports
    from tests.portal.conftest import SAMPLE

    with SAMPLE.open("rb") as file:
        run = imports.create_import(files=[(SAMPLE.name, file)])
    run = imports.run_now(run, imports.Silent())
    looked = [p for p in urlpatterns if hasattr(p.callback.view_class, "get") and p.name not in PARTS]
    return [f"/t/acme{path_of(pattern, key_of(pattern, run))}" for pattern in looked]


def problems(page: Any, rules: list[str] | None = None) -> list[str]:
    """What axe says, by all rules or these, and whether the page runs over to the right."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe.Axe().axe_script)
    options = {"runOnly": rules or RULES, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(document, options).then(all => all.violations)", options)
    over = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    said = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return said + (["wider than the screen"] if over else [])


def problems_at(page: Any, width: int) -> dict[str, list[str]]:
    """The problems at one width: all rules in the light theme, those about colours in the dark one as well."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light")
    light = problems(page)
    page.emulate_media(color_scheme="dark")
    return {f"{width}-light": light, f"{width}-dark": problems(page, COLOURS)}


@pytest.mark.parametrize("part", range(PARTS_OF_THE_WALK))
def test_no_page_has_a_problem_or_breaks_the_content_policy(part: int, pages: list[str], sign_in: Any) -> None:
    page = sign_in("alice@acme.example", width=WIDE)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if re.search("Content.Security", said.text) else None)
    bad = {}
    for path in pages[part::PARTS_OF_THE_WALK]:
        page.goto(path)
        page.evaluate(axe.Axe().axe_script)
        for place, said in {**problems_at(page, WIDE), **problems_at(page, NARROW)}.items():
            if said:
                bad[f"{path} {place}"] = said
    assert (bad, refused) == ({}, [])

"""axe finds nothing on any page in either theme; no page is wider than a narrow phone."""

import re
from typing import Any

import pytest

from apps.portal.urls import urlpatterns
from tests.portal.test_who_sees_which_page import key_of, path_of

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW = 320
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


def problems(page: Any) -> list[str]:
    """What axe says, and whether the page runs over to the right."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    over = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    said = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    return said + (["wider than the screen"] if over else [])


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (NARROW, "light"), (NARROW, "dark")])
def test_no_page_has_a_problem_or_breaks_the_content_policy(
    width: int, scheme: str, pages: list[str], sign_in: Any
) -> None:
    page = sign_in("alice@acme.example", width=width, scheme=scheme)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if re.search("Content.Security", said.text) else None)
    bad = {}
    for path in pages:
        page.goto(path)
        if said := problems(page):
            bad[path] = said
    assert (bad, refused) == ({}, [])

"""What is written down agrees with the code."""

import importlib
import pkgutil
import re

import pytest
from django.core.management import call_command

import apps
from apps.core.events import EVENTS
from config.env import Environment
from tests.database import ROOT

EXAMPLE = ROOT / ".env.example"
for _module in pkgutil.walk_packages(apps.__path__, "apps."):
    if ".migrations" not in _module.name and ".management" not in _module.name:
        importlib.import_module(_module.name)


def _documented() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(), re.MULTILINE))


def test_every_variable_is_in_the_example_and_the_reverse():
    assert _documented() == set(Environment.model_fields)


def test_every_variable_is_in_the_operations_table():
    text = (ROOT / "docs/operations/environment.md").read_text()
    assert [name for name in Environment.model_fields if f"`{name}`" not in text] == []


@pytest.mark.parametrize("name", sorted(name for name in EVENTS if not name.startswith("test.")))
def test_an_event_is_in_the_catalogue(name):
    line = f"- `{name}`: {(EVENTS[name].__doc__ or '').strip().splitlines()[0]}"
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", name)
    assert line in (ROOT / "docs/guides/events.md").read_text(), f"add to docs/guides/events.md: {line}"


def test_the_committed_api_description_is_current():
    call_command("openapi", "--check")


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_decision_is_ten_lines_or_so_with_context_choice_and_cost():
    pages = sorted((ROOT / "docs/decisions").glob("[0-9][0-9][0-9][0-9]-*.md"))
    assert pages
    for page in pages:
        text = page.read_text()
        assert all(f"**{word}**" in text for word in ("Context", "Choice", "Cost")), page.name
        assert len(text.splitlines()) <= 30, page.name


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"

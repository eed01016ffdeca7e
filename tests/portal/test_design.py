"""The design page shows every component there is, by its own template."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from apps.portal.templatetags import kept

COMPONENTS = Path(settings.BASE_DIR) / "templates"


def components() -> set[str]:
    """Names of all component templates, as one includes them."""
    return {str(path.relative_to(COMPONENTS)) for path in COMPONENTS.glob("components/**/*.html")}


@pytest.fixture(autouse=True)
def _drawn_anew() -> None:
    """Pieces other tests left drawn name no template."""
    kept._KEPT.clear()


def test_every_component_is_shown(seen: Any) -> None:
    answer = seen.get("/design/")
    assert components() - {template.name for template in answer.templates} == set()


def test_it_needs_nothing_in_the_workspace_and_asks_no_more_with_much(seen: Any, imported: Any) -> None:
    page = seen.get("/design/").content.decode()
    assert "Bodega Tres Caminos" in page
    assert "Les Vignes &lt;i&gt;du&lt;/i&gt; Sud" in page


def test_a_viewer_sees_what_a_viewer_may_press(portal: Any, vera: Any, acme: Any) -> None:
    answer = portal(vera, acme).get("/design/")
    assert answer.status_code == 200
    assert 'data-act="edit"' not in answer.content.decode()


def test_what_is_kept_of_the_samples_does_not_show_up_on_the_real_list(imported: Any, seen: Any) -> None:
    before = seen.get("/brands/").content.decode()
    kept._KEPT.clear()
    seen.get("/design/")
    after = seen.get("/brands/").content.decode()
    for sign in ("<details", "<option", "<input", "<button"):
        assert before.count(sign) == after.count(sign), sign

"""The palette: every action and record the role allows, and nothing else; one registry for keys and help."""

from typing import Any

import pytest

from apps.portal import actions
from apps.portal.urls import urlpatterns


def labels(answer: Any) -> set[str]:
    """Everything the palette shows, by its words."""
    return {item["label"] for group in answer.json()["groups"] for item in group["items"]}


def test_an_admin_is_offered_places_acts_and_settings(seen: Any) -> None:
    offered = labels(seen.get("/palette/"))
    assert {"Brands", "SKUs", "New import", "Dark theme", "Sign out"} <= offered


def test_every_list_and_saved_view_is_a_few_letters_away(seen: Any, portal: Any, vera: Any, acme: Any) -> None:
    lists = {"Quarantine", "Conflicts", "Permits", "Merges", "Decisions", "Searches for duplicates", "Tags"}
    assert lists | {"Saved views", "Subscriptions", "Notifications"} <= labels(seen.get("/palette/"))
    for name, kept in (("Rare malts", {"is_shared": "on"}), ("Only mine", {})):
        seen.post("/views/save/", {"list": "brands", "query": "category=whisky", "name": name, **kept})
    found = seen.get("/palette/").json()["groups"][-1]
    assert [(one["label"], one["detail"]) for one in found["items"]] == [
        ("Only mine", "Brands"),
        ("Rare malts", "Brands"),
    ]
    assert seen.get(found["items"][0]["url"]).status_code == 302
    of_vera = labels(portal(vera, acme).get("/palette/"))
    assert "Rare malts" in of_vera
    assert "Only mine" not in of_vera


def test_a_viewer_is_offered_nothing_that_writes(portal: Any, vera: Any, acme: Any) -> None:
    offered = labels(portal(vera, acme).get("/palette/"))
    assert "Brands" in offered
    assert not offered & {"New import", "Try the sample file", "Exports"}


def test_records_are_found_despite_a_typing_error(imported: Any, seen: Any) -> None:
    answer = seen.get("/palette/records/?q=bodga")
    hit = answer.json()["groups"][0]["items"][0]
    assert hit["label"] == "Bodega Tres Caminos"
    assert seen.get(hit["url"]).status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("text", ["", "   ", "%00", "a" * 5000, "<script>", "🍷", "شراب"])
def test_odd_questions_get_an_answer(text: str, imported: Any, seen: Any) -> None:
    assert seen.get("/palette/records/", {"q": text}).status_code == 200


def test_the_palette_of_globex_finds_nothing_of_acme(imported: Any, globex: Any, mallory: Any, portal: Any) -> None:
    assert portal(mallory, globex).get("/palette/records/?q=bodega").json() == {"groups": []}


def test_what_is_offered_exists_and_asks_what_its_page_asks() -> None:
    views = {f"portal:{pattern.name}": pattern.callback.view_class for pattern in urlpatterns}
    for one in actions.REGISTRY:
        if one.place.startswith("portal:"):
            view = views[one.place]
            assert (one.resource, one.action) == (view.resource, view.action)
            assert hasattr(view, "post" if one.sends else "get")


def test_no_key_means_two_things() -> None:
    keys = [one.keys for one in actions.REGISTRY if one.keys]
    assert len(keys) == len(set(keys))


def test_the_help_overlay_comes_from_the_same_registry(seen: Any) -> None:
    page = seen.get("/").content.decode()
    assert 'data-key="g b"' in page
    assert 'data-key="j"' in page
    assert 'data-key="u"' in page

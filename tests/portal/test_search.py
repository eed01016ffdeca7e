"""The search page: grouped, and each group leads to its list."""

from typing import Any


def test_groups_lead_to_their_lists(seen: Any, imported: Any) -> None:
    page = seen.get("/search/?q=bodega tres caminoz").content.decode()
    assert "Bodega Tres Caminos" in page
    assert "Show all" in page


def test_a_permit_leads_to_the_list_of_permits(seen: Any, imported: Any) -> None:
    from apps.brands.models import Permit

    number = Permit.objects.exclude(number__contains="-I-").earliest("pk").number
    assert "/permits/?q=" in seen.get(f"/search/?q={number}").content.decode()
    assert number in seen.get(f"/permits/?q={number}").content.decode()


def test_nothing_found_says_what_can_be_typed(seen: Any) -> None:
    assert "Small typing errors are forgiven" in seen.get("/search/?q=zzzqqq").content.decode()

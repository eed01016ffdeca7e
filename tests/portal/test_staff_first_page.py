"""The first page of the staff admin tells how the platform does."""

import re
from typing import Any

import pytest


def first_page(staff: Any) -> str:
    """What stands on it."""
    answer = staff.get("/admin/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_shows_each_workspace_with_its_size_health_and_last_import(imported: Any, staff: Any) -> None:
    page = first_page(staff)
    for heading in ("Open workspaces", "Health", "Size", "Last import", "Members", "Jobs"):
        assert heading in page
    assert "Acme" in page
    assert re.search(r"\d+\xa0minutes? ago", page)
    assert "Bodega" not in page
    assert "Solar events" not in page
    assert "<h3" not in page  # no heading is left out between the page's own and a table's


def test_what_is_wrong_stands_apart(acme: Any, globex: Any, staff: Any) -> None:
    from apps.core.models import Delivery
    from apps.tenants.models import Workspace
    from apps.tenants.overview import unwell

    assert list(unwell()) == []
    Delivery.objects.create(schema="w_acme", handler="x", state="failed")
    Workspace.objects.filter(pk=globex.pk).update(fingerprint="older")
    assert {room.slug for room in unwell()} == {"acme", "globex"}
    page = first_page(staff)
    assert page.count("Acme") == page.count("Globex") == 2


def test_a_suspended_workspace_is_counted_not_called_ill(acme: Any, globex: Any, staff: Any) -> None:
    from apps.tenants.overview import unwell
    from apps.tenants.services.workspaces import suspend

    suspend(globex)
    assert list(unwell()) == []
    assert "1 suspended" in first_page(staff)


def test_staff_who_may_not_see_workspaces_are_shown_none(acme: Any, alice: Any, client: Any) -> None:
    alice.is_staff = True
    alice.save()
    client.force_login(alice)
    assert "Acme" not in first_page(client)


@pytest.mark.usefixtures("acme")
def test_many_workspaces_cost_no_more_queries(staff: Any, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from apps.tenants.models import Workspace

    first_page(staff)
    with CaptureQueriesContext(connection) as few:
        first_page(staff)
    for number in range(15):
        Workspace.objects.create(slug=f"more-{number}", name="More", schema_name=f"w_more_{number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        first_page(staff)

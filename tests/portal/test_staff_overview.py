"""Staff see of each workspace how big, how lively and how healthy it is, and nothing inside."""

from typing import Any


def look(staff: Any) -> str:
    """The list of workspaces."""
    answer = staff.get("/admin/tenants/workspace/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_healthy_workspace_says_so_with_its_last_import(imported: Any, staff: Any) -> None:
    page = look(staff)
    assert "Good" in page
    assert "Last import" in page
    assert "Bodega" not in page


def test_jobs_that_wait_or_failed_are_counted(imported: Any, staff: Any) -> None:
    from apps.core.models import Job

    Job.objects.create(kind="brands.export", title="One", state="failed")
    Job.objects.create(kind="brands.export", title="Two", state="queued")
    assert "1 open, 1 failed" in look(staff)


def test_what_is_wrong_is_named(acme: Any, globex: Any, staff: Any) -> None:
    from apps.core.models import Delivery
    from apps.tenants.models import Workspace

    Delivery.objects.create(schema="w_acme", handler="x", state="failed")
    Workspace.objects.filter(pk=globex.pk).update(fingerprint="older")
    page = look(staff)
    assert "Deliveries failed" in page
    assert "To be migrated" in page


def test_a_workspace_without_tables_breaks_nothing(acme: Any, staff: Any) -> None:
    from apps.tenants import fingerprint
    from apps.tenants.models import Workspace

    Workspace.objects.create(slug="ghost", name="Ghost", schema_name="w_ghost", fingerprint=fingerprint.current())
    assert "Tables missing" in look(staff)


def test_many_workspaces_cost_no_more_queries_than_one(
    acme: Any, staff: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from apps.tenants.models import Workspace

    look(staff)
    with CaptureQueriesContext(connection) as few:
        look(staff)
    for number in range(20):
        Workspace.objects.create(slug=f"more-{number}", name="More", schema_name=f"w_more_{number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        look(staff)

"""A task runs in the workspace of its message, or fails loudly and touches nothing."""

import pytest
from celery import shared_task
from django.db import ProgrammingError, connection, transaction

from apps.brands.models import Brand
from apps.core.models import ChangeSet
from apps.tenants.models import Workspace
from apps.tenants.services.workspaces import suspend
from apps.tenants.tasks_base import WorkspaceClosed
from tests.factories.catalogue import make_brand

ran: list[str] = []


@shared_task
def note() -> None:
    """Note where it ran."""
    ran.append(connection.schema_name)


@pytest.fixture(autouse=True)
def _fresh():
    ran.clear()


def _send(schema):
    note.apply_async(headers={"_schema_name": schema})


def test_it_runs_in_the_workspace_of_its_message(acme, in_globex):
    _send("w_acme")
    assert ran == ["w_acme"]
    assert connection.schema_name == "w_globex"


def test_without_a_word_it_runs_where_it_was_sent(in_acme):
    note.delay()
    assert ran == ["w_acme"]


def test_a_missing_workspace_fails(rows):
    with pytest.raises(WorkspaceClosed, match="not found"):
        _send("w_nobody")
    assert (ran, connection.schema_name) == ([], "public")


def test_a_suspended_workspace_fails(acme):
    suspend(acme)
    with pytest.raises(WorkspaceClosed, match="suspended"):
        _send("w_acme")
    assert (ran, connection.schema_name) == ([], "public")


def test_a_workspace_that_is_not_migrated_fails(acme):
    Workspace.objects.filter(pk=acme.pk).update(fingerprint="old")
    with pytest.raises(WorkspaceClosed, match="migrating"):
        _send("w_acme")
    assert ran == []


def test_a_kernel_table_missing_in_a_workspace_is_an_error_not_the_public_one(in_acme):
    """With search path `workspace, public` the public table of that name would silently be used."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE w_acme.core_changeset")
    with pytest.raises(ProgrammingError, match="w_acme has no table core_changeset"), transaction.atomic():
        make_brand()
    connection.set_schema_to_public()
    assert not ChangeSet.objects.exists()


def test_a_tenant_table_missing_is_an_error(in_acme):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE brands_brand CASCADE")
    with pytest.raises(ProgrammingError):
        Brand.objects.exists()

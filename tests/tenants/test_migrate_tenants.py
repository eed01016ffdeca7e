"""One command brings every workspace up to date: in parallel, past a broken one, again after a crash."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection

from apps.tenants import fingerprint
from apps.tenants.models import Workspace
from apps.tenants.services import schemas
from apps.tenants.services.workspaces import create_workspace


@pytest.fixture
def migrate():
    """Run the command; its exit code and report."""

    def run(*arguments):
        out, code = io.StringIO(), 0
        try:
            call_command("migrate_tenants", "--json", *arguments, stdout=out, stderr=io.StringIO())
        except SystemExit as stop:
            code = int(stop.code or 0)
        text = out.getvalue().strip()
        return code, json.loads(text.splitlines()[-1]) if text else {}

    return run


def _empty(room):
    """An empty schema, as a crash between making a workspace and filling it would leave."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(room.schema_name)
        cursor.execute(f"DROP SCHEMA {name} CASCADE; CREATE SCHEMA {name}")
    Workspace.objects.filter(pk=room.pk).update(fingerprint="older")


@pytest.mark.commits
def test_a_workspace_one_release_behind_gets_only_what_it_lacks(acme, migrate):
    """Here: a schema whose last tenant migrations are taken back, tables and all."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM w_acme.django_migrations WHERE app = 'brands'")
        cursor.execute(
            "SELECT format('DROP %s %I.%I CASCADE', CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END, "
            "table_schema, table_name) FROM information_schema.tables WHERE table_schema = 'w_acme' "
            "AND table_name LIKE 'brands%%' ORDER BY table_type DESC"
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
    Workspace.objects.filter(pk=acme.pk).update(fingerprint="older")
    code, report = migrate()
    assert (code, report["migrated"]) == (0, 1), report
    assert _shape("w_acme") == _shape("w_globex")


@pytest.mark.commits
def test_nothing_to_do_is_said_and_costs_nothing(rows, migrate):
    assert migrate()[1] | {"seconds": 0} == {
        "public_migrated": False,
        "workspaces": 2,
        "migrated": 0,
        "current": 2,
        "failed": [],
        "seconds": 0,
    }


@pytest.mark.commits
def test_workspaces_behind_are_migrated_in_parallel(acme, globex, migrate):
    _empty(acme)
    _empty(globex)
    code, report = migrate("--parallel", "2")
    assert (code, report["migrated"], report["current"]) == (0, 2, 0)
    assert set(Workspace.objects.values_list("fingerprint", flat=True)) == {fingerprint.current()}
    assert schemas.applied_in("w_acme") == schemas.applied_in("w_globex") != set()


@pytest.mark.commits
def test_a_broken_workspace_stops_no_other_and_the_code_says_so(acme, globex, migrate):
    _empty(acme)
    _empty(globex)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE w_acme.brands_brand (id int)")
    code, report = migrate()
    assert (code, report["migrated"]) == (1, 1)
    assert [one["workspace"] for one in report["failed"]] == ["acme"]
    assert schemas.applied_in("w_acme") == set()


@pytest.mark.commits
def test_after_a_crash_midway_the_next_run_finishes(acme, globex, migrate):
    _empty(acme)
    _empty(globex)
    schemas.bring_up_to_date(Workspace.objects.get(pk=acme.pk))
    code, report = migrate()
    assert (code, report["migrated"], report["current"]) == (0, 1, 1)


@pytest.mark.commits
def test_two_runs_at_once_migrate_a_workspace_once(acme, together):
    _empty(acme)
    stale = Workspace.objects.get(pk=acme.pk)
    answers = together(*[lambda: schemas.bring_up_to_date(stale)] * 2)
    assert sorted(answers) == [False, True]


@pytest.mark.commits
def test_an_old_server_is_refused_clearly(rows, migrate, monkeypatch):
    monkeypatch.setattr(schemas, "OLDEST_SERVER", 990_000)
    assert migrate() == (1, {})
    with pytest.raises(schemas.OldServer, match="is too old: Colabase needs"):
        schemas.check_server()


def test_a_python_migration_cannot_hide_in_a_workspace(rows, monkeypatch):
    monkeypatch.setattr(schemas.MigrationExecutor, "migration_plan", lambda self, targets: [])
    lines = ["-- THIS OPERATION CANNOT BE WRITTEN AS SQL"]
    monkeypatch.setattr(schemas, "_statements", lambda executor, plan: lines)
    with pytest.raises(schemas.NotReplayable):
        schemas._collect(set(), {"brands"}, schemas.SCRATCH)


def test_a_new_workspace_has_what_an_old_one_has(acme):
    create_workspace(slug="newcomer")
    assert schemas.applied_in("w_newcomer") == schemas.applied_in("w_acme")
    assert _shape("w_newcomer") == _shape("w_acme")


def _shape(schema):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type, column_default IS NULL FROM information_schema.columns "
            "WHERE table_schema = %s ORDER BY 1, 2",
            [schema],
        )
        return cursor.fetchall()


@pytest.mark.commits
def test_two_apps_can_move_on_in_one_release(acme):
    before = schemas.applied_in(acme.schema_name)
    behind = {one for one in before if one[1][:4] in {"0001", "0002"}}
    sql = schemas.template_sql(behind, acme.schema_name)
    assert all(f"VALUES ('{app}', '{name}'" in sql for app, name in before - behind if app in {"core", "brands"})

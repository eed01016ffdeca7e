"""`create_workspace` and `create_api_key`, as a script would use them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.accounts.models import ApiKey, Membership, User
from apps.accounts.services import key_of
from apps.tenants.models import Workspace


@pytest.fixture
def run(rows):
    """Run a command with `--json`; its exit code, its last line, and what it said beside."""

    def call(*arguments):
        out, err, code = io.StringIO(), io.StringIO(), 0
        try:
            call_command(*arguments, "--json", stdout=out, stderr=err)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, json.loads(out.getvalue().splitlines()[-1]), err.getvalue()

    return call


def test_a_workspace_is_made_with_its_first_admin(run):
    code, answer, said = run("create_workspace", "newco", "--owner", "nina@newco.example")
    assert (code, answer) == (0, {"workspace": "newco", "schema": "w_newco", "owner": "nina@newco.example"})
    assert Membership.objects.get(workspace__slug="newco").role == "admin"
    password = said.strip().rsplit(" ", 1)[-1]
    assert User.objects.get(email="nina@newco.example").check_password(password)


def test_the_password_can_come_from_a_variable(run, monkeypatch):
    monkeypatch.setenv("OWNER_PASSWORD", "a long and good one")
    code, _answer, said = run(
        "create_workspace", "newco", "--owner", "n@newco.example", "--password-env", "OWNER_PASSWORD"
    )
    assert (code, said) == (0, "")
    assert User.objects.get(email="n@newco.example").check_password("a long and good one")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["acme", "--owner", "a@b.example"], "slug_taken"),
        (["Acme", "--owner", "a@b.example"], "bad_slug"),
        (["a", "--owner", "a@b.example"], "bad_slug"),
        (["newco-", "--owner", "a@b.example"], "bad_slug"),
        (["newco\n", "--owner", "a@b.example"], "bad_slug"),
        (["public", "--owner", "a@b.example"], "bad_slug"),
        (["newco", "--owner", "no address"], "bad_person"),
        (["newco", "--owner", "a@b.example", "--password-env", "WEAK"], "bad_person"),
        (["newco", "--owner", "a@b.example", "--password-env", "UNSET"], "password_missing"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(run, monkeypatch, arguments, problem):
    monkeypatch.setenv("WEAK", "12345")
    code, answer, said = run("create_workspace", *arguments)
    assert (code, answer["status"], answer["error"]["code"]) == (3, "refused", problem)
    assert "Password" not in said
    assert not Workspace.objects.filter(slug__startswith="newco").exists()
    assert not User.objects.filter(email="a@b.example").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('w_newco')")
        assert cursor.fetchone() == (None,)


def test_wrong_usage_is_told_apart(rows):
    with pytest.raises(CommandError) as wrong:
        call_command("create_workspace", "newco")
    assert wrong.value.returncode == 1 or "required" in str(wrong.value)


def test_wrong_usage_exits_with_two():
    import subprocess
    import sys

    from tests.database import ROOT

    done = subprocess.run(
        [sys.executable, "manage.py", "create_workspace"], cwd=ROOT, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 2


def test_a_key_is_made_and_works(run):
    code, answer, _said = run(
        "create_api_key", "acme", "--user", "BOB@acme.example", "--scopes", "read, imports:create"
    )
    assert code == 0
    assert sorted(answer) == ["key", "prefix"]
    assert key_of(answer["key"]).scopes == ["read", "imports:create"]


@pytest.mark.parametrize(
    ("workspace", "user", "scopes", "problem"),
    [
        ("nobody", "bob@acme.example", "read", "unknown_workspace"),
        ("acme", "nobody@acme.example", "read", "unknown_person"),
        ("acme", "mallory@globex.example", "read", "not_a_member"),
        ("acme", "bob@acme.example", "fly", "unknown_scope"),
        ("acme", "bob@acme.example", " , ", "unknown_scope"),
    ],
)
def test_a_key_that_cannot_be_is_refused(run, workspace, user, scopes, problem):
    code, answer, _said = run("create_api_key", workspace, "--user", user, "--scopes", scopes)
    assert (code, answer["error"]["code"]) == (3, problem)
    assert answer["error"]["message"]
    assert not ApiKey.objects.exists()


def test_without_json_the_answer_is_in_words(rows, capsys):
    call_command("create_api_key", "acme", "--user", "bob@acme.example", "--scopes", "read")
    assert capsys.readouterr().out.startswith("key     cb_")

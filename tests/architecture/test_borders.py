"""What no import linter sees."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.database import ROOT

FLOORS = ["core", "tenants", "accounts", "registry", "brands", "consolidation", "portal"]
OURS = [m for m in apps.get_models() if m.__module__.startswith("apps.")]
KEYS = [(m, f) for m in OURS for f in m._meta.local_fields if f.is_relation and f.remote_field]
SOURCES = sorted(p for top in ("apps", "config", "tools", "benchmarks") for p in ROOT.glob(f"{top}/**/*.py"))
MODULES = [p for p in SOURCES if "migrations" not in p.parts]
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("apps/**/templates/**/*.html")])
TENANT = {name.removeprefix("apps.") for name in settings.TENANT_APPS}
SHARED = {name.removeprefix("apps.") for name in settings.SHARED_APPS if name.startswith("apps.")}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_import_linter_finds_every_contract_kept():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_every_floor_is_known_here():
    assert {c.name.removeprefix("apps.") for c in apps.get_app_configs() if c.name.startswith("apps.")} == set(FLOORS)


def test_foreign_keys_point_down():
    for model, key in KEYS:
        target = key.related_model._meta.app_label
        if target in FLOORS:
            assert FLOORS.index(target) <= FLOORS.index(model._meta.app_label), f"{model.__name__}.{key.name}"


def test_keys_between_apps_leave_no_name_on_the_other_side():
    for model, key in KEYS:
        if key.related_model._meta.app_label != model._meta.app_label:
            assert key.remote_field.related_name == "+", f"{model.__name__}.{key.name}"


def test_no_key_joins_public_and_workspace_tables():
    for model, key in KEYS:
        mine, theirs = model._meta.app_label, key.related_model._meta.app_label
        if mine in TENANT:
            assert theirs in TENANT, f"{model.__name__}.{key.name} points out of the workspace"
        else:
            assert theirs not in TENANT or theirs in SHARED, f"{model.__name__}.{key.name} points into a workspace"


def test_no_workspace_table_has_a_key_to_people():
    people = {m for m in OURS if m._meta.app_label == "accounts"}
    assert not [f"{m.__name__}.{k.name}" for m, k in KEYS if m._meta.app_label in TENANT and k.related_model in people]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_is_longer_than_four_hundred_lines(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_is_longer_than_seventy_lines(path):
    assert len(path.read_text().splitlines()) <= 70


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=_name)
def test_a_package_is_empty_or_only_names_what_it_holds(path):
    for node in ast.parse(path.read_text()).body:
        names_all = isinstance(node, ast.Assign) and [getattr(t, "id", "") for t in node.targets] == ["__all__"]
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        assert names_all or docstring or isinstance(node, ast.Import | ast.ImportFrom), ast.unparse(node)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_are_absolute_and_named(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            starred = any(alias.name == "*" for alias in node.names)
            assert node.level == 0, f"relative import in line {node.lineno}"
            assert not starred or path.parent.name == "settings", f"star import in line {node.lineno}"


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "urls.py" and "apps" in p.parts], ids=_name)
def test_an_apps_addresses_lead_to_its_own_interfaces(path):
    app = path.relative_to(ROOT / "apps").parts[0]
    for node in ast.walk(ast.parse(path.read_text())):
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        parts = module.split(".")
        foreign = parts[0] == "apps" and len(parts) > 2 and parts[1] not in {app, "core"}
        assert not (foreign and parts[2] in {"api", "views", "consumers"}), f"{module} in line {node.lineno}"

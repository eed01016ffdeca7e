"""A stranger installs the Python client from the folder."""

import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_package_is_whole_and_typed(client_code: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=client_code, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"colabase_client/py.typed", "colabase_client/generated/api/brands/__init__.py"} <= {*names}
    assert wheel.name.split("-")[1] == importlib.import_module("colabase_client").__version__


def test_its_version_is_the_apis(client_code: Path) -> None:
    release = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    described = re.search(r"version: '(\d+)'", (ROOT / "docs/openapi.yaml").read_text())
    assert described
    assert importlib.import_module("colabase_client").__version__ == f"{described[1]}.{release}"


def test_it_is_built_by_what_the_tests_use(client_code: Path) -> None:
    wanted = tomllib.loads((client_code / "pyproject.toml").read_text())["build-system"]["requires"]
    pinned = (ROOT / "requirements/dev.txt").read_text()
    assert [one for one in wanted if f"\n{one} \\" not in pinned] == []


def test_every_operation_is_a_method(client_code: Path) -> None:
    operations = re.findall(r"operationId: (\w+)", (ROOT / "docs/openapi.yaml").read_text())
    code = "".join(path.read_text() for path in client_code.glob("src/colabase_client/generated/api/*/__init__.py"))
    lost = [one for one in operations if f"{one}._get_kwargs" not in code]
    by_hand = [
        "exports_download_show",
        "people_picture_show",
        "profile_picture_show",
    ]  # bytes: `download` and `picture`
    assert sorted(lost) == by_hand

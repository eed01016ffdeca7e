"""Make src/colabase_client/generated from the API's description: `python generate.py`.

`pip install` calls this too. Nothing is done when neither the description nor the templates have changed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from email import message_from_string
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CODE = HERE / "src" / "colabase_client" / "generated"
STAMP = CODE / ".made-from"
TEMPLATES = HERE / "templates"
GENERATOR = "openapi-python-client"
SAID_BY_THE_CLIENT = {"X-Tenant", "If-None-Match", "fields", "omit"}
Schema = dict[str, Any]


def main() -> None:
    """Make the code, unless it is current."""
    wanted = mark()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "generated"
        write(made)
        (made / STAMP.name).write_text(wanted)
        shutil.rmtree(CODE, ignore_errors=True)
        shutil.move(made, CODE)
    print(f"made {CODE}")


def description() -> Path:
    """The API's description: beside this file in a source archive, in docs of the repository else."""
    packed = HERE / "openapi.yaml"
    return packed if packed.exists() else HERE.parents[1] / "docs" / "openapi.yaml"


def version() -> str:
    """The API's version and the release the description belongs to: 1.0.3.0 is release 0.3.0 of API 1."""
    packed = HERE / "PKG-INFO"
    if packed.exists():
        return str(message_from_string(packed.read_text(encoding="utf-8"))["Version"])
    text = description().read_text(encoding="utf-8")
    found = re.search(r"^  version: '?(\d+)", text, re.MULTILINE)
    if found is None:
        raise SystemExit("the description names no version")
    release = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text())["project"]["version"]
    return f"{found[1]}.{release}"


def mark() -> str:
    """A hash of all the code is made from."""
    files = [description(), Path(__file__), *sorted(TEMPLATES.iterdir())]
    found = hashlib.sha256(f"{version()} {installed(GENERATOR)}".encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()


def write(folder: Path) -> None:
    """Run the generator; anything it had to leave out is an error."""
    from openapi_python_client import generate
    from openapi_python_client.config import Config, ConfigFile, MetaType

    source = folder.with_suffix(".json")
    source.write_text(json.dumps(simplified(load())), encoding="utf-8")
    settings = ConfigFile(
        literal_enums=True,
        docstrings_on_attributes=True,
        post_hooks=[],
        package_version_override=version(),
        content_type_overrides={"image/webp": "application/octet-stream"},
    )
    config = Config.from_sources(settings, MetaType.NONE, source, "utf-8", overwrite=True, output_path=folder)
    with redirect_stdout(None):
        errors = generate(config=config, custom_template_path=TEMPLATES)
    if errors:
        raise SystemExit("\n".join(f"{error.header}: {error.detail}" for error in errors))
    tidy(folder)


def load() -> Schema:
    """The description as data."""
    from ruamel.yaml import YAML

    found: Schema = YAML(typ="safe").load(description().read_text(encoding="utf-8"))
    return found


def tidy(folder: Path) -> None:
    """Without unused imports, and in one style."""
    ruff = [sys.executable, "-m", "ruff"]
    alone = ["--isolated", "--no-respect-gitignore", "--no-cache", "--quiet", str(folder)]
    subprocess.run([*ruff, "check", "--fix-only", "--extend-select=I", *alone], check=True)
    subprocess.run([*ruff, "format", "--line-length=120", *alone], check=True)


# --- the description, as this client uses it ------------------------------------------------


def without_conditions(body: Schema) -> None:
    """What members a body may have together is for the server to say: one class stands for the body."""
    for media in body.get("content", {}).values():
        media["schema"].pop("oneOf", None)


def simplified(document: Schema) -> Schema:
    """Without what the client does by itself.

    It names the workspace, raises errors, and asks for whole rows: so every member of an answer is there.
    """
    for operation in operations(document):
        kept = [one for one in operation["parameters"] if one["name"] not in SAID_BY_THE_CLIENT]
        operation["parameters"] = kept
        without_conditions(operation.get("requestBody", {}))
        operation["responses"] = {code: one for code, one in operation["responses"].items() if code < "300"}
        fill_in(operation["responses"], document, set())
    return document


def operations(document: Schema) -> Iterator[Schema]:
    """All operations."""
    for path in document["paths"].values():
        yield from path.values()


def fill_in(part: Any, document: Schema, seen: set[str]) -> None:
    """Objects of an answer that do not say which members they must have have all of them."""
    if isinstance(part, list):
        for one in part:
            fill_in(one, document, seen)
    if not isinstance(part, dict):
        return
    name = part.get("$ref", "")
    if name and name not in seen:
        seen.add(name)
        fill_in(document["components"]["schemas"][name.rsplit("/", 1)[1]], document, seen)
    if isinstance(part.get("properties"), dict):
        usual = [name for name, one in part["properties"].items() if not one.get("x-on-request")]
        part.setdefault("required", usual)
    for one in part.values():
        fill_in(one, document, seen)


if __name__ == "__main__":
    main()

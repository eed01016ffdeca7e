"""What must hold before a change is proposed, as one table for `./dev check` and `.ci/run`.

`python -m tools.checks` runs the table with the environment as it is (servers included). Two checks run at a time
where there are two cores; what each says is shown when it has ended.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, STDOUT

from tools import environment, paths, workers
from tools.paths import Places

BIN = Path(sys.executable).parent
CLIENT = "clients/python"
Step = Callable[[str, list[str], Mapping[str, str]], int]
TEMPLATES = ("templates/**/*.html", "apps/**/templates/**/*.html")


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 when all is well; it is skipped when what it `needs` is not there.

    `files` are patterns; the files that fit are added to the command. `after` names an earlier check whose result it
    reads.
    """

    name: str
    command: tuple[str, ...]
    needs: str = "pyproject.toml"
    files: tuple[str, ...] = ()
    after: str = ""

    def found(self, root: Path) -> list[str]:
        """The files to look at, relative to the clone."""
        return sorted({str(path.relative_to(root)) for pattern in self.files for path in root.glob(pattern)})

    def applies(self, root: Path) -> bool:
        """Whether there is anything to check."""
        return (root / self.needs).exists() and (not self.files or bool(self.found(root)))


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """A program of .venv."""
    return (str(BIN / name), *arguments)


def manage(*arguments: str) -> tuple[str, ...]:
    """A management command."""
    return (sys.executable, "manage.py", *arguments)


CHECKS = (
    Check("types", (sys.executable, "-m", "mypy", ".")),  # first, for it takes longest
    Check("ruff", tool("ruff", "check")),
    Check("format", tool("ruff", "format", "--check")),
    Check("borders", tool("lint-imports")),
    Check("djade", tool("djade", "--target-version", "5.2", "--check"), files=TEMPLATES),
    Check("templates", tool("djlint", "--quiet", "--check"), files=TEMPLATES),
    Check("html", tool("djlint", "--quiet", "--lint"), files=TEMPLATES),
    Check("django", manage("check"), needs="manage.py"),
    Check("migrations", manage("makemigrations", "--check", "--dry-run"), needs="manage.py"),
    Check("openapi", manage("openapi", "--check"), needs="manage.py"),
    Check("client", (sys.executable, f"{CLIENT}/generate.py"), needs=CLIENT),
    Check(
        "client types",
        (
            *(sys.executable, "-m", "mypy", "--config-file", f"{CLIENT}/pyproject.toml"),
            *("--cache-dir", f"{CLIENT}/.mypy_cache"),  # of its own: it may run beside `types`
        ),
        needs=CLIENT,
        files=(f"{CLIENT}/src", f"{CLIENT}/*.py", f"{CLIENT}/examples/*.py"),
        after="client",
    ),
    Check("front end", ("npm", "run", "check"), needs="package.json"),
)


def main(arguments: list[str], places: Places, variables: Mapping[str, str]) -> int:
    """Run the checks named, or all; go on after a failure; 0 when none failed."""
    names = [check.name for check in CHECKS]
    unknown = [name for name in arguments if name not in names]
    if unknown:
        print(f"./dev check: no check {', '.join(unknown)}; there are: {', '.join(names)}", file=sys.stderr)
        return 2
    chosen = [check for check in CHECKS if not arguments or check.name in arguments]
    return summary(side_by_side(chosen, lambda check: run(check, places, variables)))


def side_by_side(chosen: list[Check], do: Callable[[Check], int | None]) -> dict[str, int | None]:
    """Do all of them, two at a time, each after the one it waits for; their exit codes."""
    begun: dict[str, Future[int | None]] = {}

    def one(check: Check) -> int | None:
        if check.after in begun:
            begun[check.after].exception()  # it began earlier, so it does not wait for us
        return do(check)

    with ThreadPoolExecutor(min(2, workers.cores())) as pool:
        for check in chosen:
            begun[check.name] = pool.submit(one, check)
    return {name: future.result() for name, future in begun.items()}


def run(check: Check, places: Places, variables: Mapping[str, str]) -> int | None:
    """Run one check and show what it said; its exit code, or nothing when it does not apply here."""
    if not check.applies(places.root) or (check.command[0] == "npm" and not has_script(places.root, "check")):
        return None
    said: list[str] = []
    step = listening(places.root, said)
    try:
        return step("", [*check.command, *check.found(places.root)], node(check, places.root, variables, step))
    except (FileNotFoundError, PermissionError):  # the latter also for a folder of PATH that is closed to us
        said.append(f"{check.command[0]} is not installed\n")
        return 127
    finally:
        print(f"\n== {check.name}\n{''.join(said)}", end="", flush=True)


def has_script(root: Path, name: str) -> bool:
    """Whether package.json has a script of this name."""
    return name in json.loads((root / "package.json").read_text()).get("scripts", {})


def node(check: Check, root: Path, variables: Mapping[str, str], step: Step) -> Mapping[str, str]:
    """The environment with node in it, for npm."""
    if check.command[0] != "npm":
        return variables
    from tools import assets

    return assets.with_packages(root, variables, step)


def listening(root: Path, said: list[str]) -> Step:
    """A way to run one command and keep what it says."""

    def step(_name: str, command: list[str], variables: Mapping[str, str]) -> int:
        done = subprocess.run(
            command, cwd=root, env=dict(variables), stdout=PIPE, stderr=STDOUT, text=True, errors="replace", check=False
        )
        said.append(done.stdout)
        return done.returncode

    return step


def summary(results: Mapping[str, int | None]) -> int:
    """Print one line a check; 1 when any failed."""
    words: dict[bool, str] = {True: "ok", False: "FAILED"}
    print()
    for name, code in results.items():
        print(f"{name:<12}{'skipped: nothing to check' if code is None else words[code == 0]}")
    return int(any(results.values()))


if __name__ == "__main__":
    here = paths.find(paths.ROOT, os.environ)
    sys.exit(main(sys.argv[1:], here, {**os.environ, "DJANGO_SETTINGS_MODULE": environment.LOCAL}))

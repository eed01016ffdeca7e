"""The subcommands of `./dev`: `run(["manage", "check"], places)`.

`test`, `manage` and `bench` replace this process by theirs, so that input, output, signals and the
exit code are theirs too; they keep our connection to the servers until they end.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn

from tools import client, environment, paths, processes, workers
from tools.errors import DevError
from tools.paths import Places


def run(arguments: list[str], places: Places) -> int:
    """Run the command named first."""
    name, *rest = arguments
    if name not in COMMANDS:
        raise DevError(f"unknown command {name!r}: see ./dev help")
    return COMMANDS[name](rest, places)


def up(arguments: list[str], places: Places) -> int:
    """Start everything."""
    from tools import up as upping  # not paid for by `manage`

    paths.claim(places)
    return upping.main(arguments, places)


def test(arguments: list[str], places: Places) -> int:
    """Run the tests, on servers of their own."""
    variables = with_servers_of_tests(places)
    variables["DJANGO_SETTINGS_MODULE"] = environment.TEST
    os.chdir(places.root)
    pages(places, variables)
    become(["-m", "pytest", *workers.spread(arguments, places.root), *arguments], variables)


def pages(places: Places, variables: dict[str, str]) -> None:
    """Build the front end for the tests in a browser; without it they say that they were left out."""
    from tools import assets

    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    try:
        assets.build(places.root, variables, quietly)
    except DevError as error:
        print(f"the front end is not built: {error}", file=sys.stderr)


def quietly(_title: str, command: list[str], variables: Mapping[str, str]) -> int:
    """Run a step with its words on standard error."""
    return subprocess.run(command, env=dict(variables), stdout=sys.stderr, check=False).returncode


def manage(arguments: list[str], places: Places) -> int:
    """Run a management command, in the caller's folder."""
    script = places.root / "manage.py"
    if not script.exists():
        raise DevError(f"there is no {script}")
    become([str(script), *arguments], with_servers(places))


def bench(arguments: list[str], places: Places) -> int:
    """Measure the promises, in workspaces of their own; the tables are made where `./dev up` has not been here before."""
    variables = with_servers(places)
    os.chdir(places.root)
    made = subprocess.run(
        [processes.PYTHON, "manage.py", "migrate", "--verbosity", "0"],
        env=variables,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if made.returncode:
        raise DevError("the tables could not be made: see above")
    become(["-m", "benchmarks", *arguments], variables)


def check(arguments: list[str], places: Places) -> int:
    """Run all checks."""
    from tools import checks

    return checks.main(arguments, places, with_servers_of_tests(places))


def python_client(arguments: list[str], places: Places) -> int:
    """Make the Python client's code from docs/openapi.yaml, and check its types. Needs no servers."""
    from tools import checks

    return checks.main(["client", "client types"], places, os.environ)


def reset(arguments: list[str], places: Places) -> int:
    """Delete this clone's data."""
    from tools import reset as resetting

    return resetting.main(arguments, places)


def with_servers_of_tests(places: Places) -> dict[str, str]:
    """The same with servers that forget: what tests and checks make is made again."""
    paths.claim(places)
    return with_servers(paths.for_tests(places))


def with_servers(places: Places) -> dict[str, str]:
    """Start the servers, or share them; the environment to reach them."""
    paths.claim(places)
    session = client.begin(places, environment.wanted(os.environ))
    variables = environment.for_children(places, os.environ)
    session.wait_ready()
    session.hand_down()
    KEPT.append(session)
    return variables


def become(arguments: list[str], variables: dict[str, str]) -> NoReturn:
    """Replace this process by Python with these arguments."""
    os.execve(processes.PYTHON, [processes.PYTHON, *arguments], variables)


KEPT: list[client.Session] = []  # a connection must not be closed before the process it is for
COMMANDS: dict[str, Callable[[list[str], Places], int]] = {
    "up": up,
    "test": test,
    "check": check,
    "bench": bench,
    "client": python_client,
    "manage": manage,
    "reset": reset,
}

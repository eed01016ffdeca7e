"""What `./dev` does before and beside the servers."""

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tools import bootstrap, checks, dotenv, environment, paths, ports, reset, up, workers
from tools.errors import DevError
from tools.paths import ROOT, Places
from tools.stamps import Stamp, fingerprint
from tools.supervisor import ChildDied, Supervisor


def fake_python(folder: Path, name: str, body: str) -> Path:
    """A program that claims to be a Python."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return program


def clone(folder: Path) -> Path:
    """A clone that holds the script and a bootstrap which only says who runs it."""
    (folder / "tools").mkdir(parents=True)
    (folder / "dev").write_bytes((ROOT / "dev").read_bytes())
    (folder / "tools/bootstrap.py").write_text("import sys; print('by', sys.argv[1:]); sys.exit(7)")
    return folder


def run_dev(root: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the script with nothing in its environment but these variables."""
    return subprocess.run(["/bin/sh", str(root / "dev"), *arguments], capture_output=True, text=True, env=variables)


def test_help_needs_nothing() -> None:
    done = run_dev(ROOT, "help", PATH="/usr/bin:/bin")
    assert done.returncode == 0
    assert "up [--port N]" in done.stdout


def test_an_unknown_command_is_wrong_usage() -> None:
    assert run_dev(ROOT, "upp", PATH="/usr/bin:/bin").returncode == 2


def test_no_python_is_said_clearly(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "cat", "cmp"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    fake_python(tools, "python3", "exit 127")
    done = run_dev(clone(tmp_path / "clone"), "up", PATH=str(tools), HOME=str(tmp_path))
    assert done.returncode == 127
    assert "Python 3.11" in done.stderr


@pytest.mark.parametrize("body", ["echo 'not found' >&2; exit 127", "exit 1", "/bin/false"])
def test_a_shim_that_lies_is_passed_over(tmp_path: Path, body: str) -> None:
    lying = fake_python(tmp_path / "shims", "python3.14", body)
    real = fake_python(tmp_path / "versions", "python3.13", f'exec "{sys.executable}" "$@"')
    path = f"{lying.parent}:{real.parent}:/usr/bin:/bin"
    done = run_dev(clone(tmp_path / "clone"), "up", PATH=path, PYTHON=str(lying), HOME=str(tmp_path))
    assert "by [" in done.stderr
    assert done.returncode == 7


def test_pyenv_versions_are_looked_at_last(tmp_path: Path) -> None:
    folder = tmp_path / ".pyenv/versions/3.12.1/bin"
    folder.mkdir(parents=True)
    fake_python(folder, "python3", f'exec "{sys.executable}" "$@"')
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "cat", "cmp"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    assert run_dev(clone(tmp_path / "clone"), "up", PATH=str(tools), HOME=str(tmp_path)).returncode == 7


def test_a_venv_of_another_place_is_not_current(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/dev.txt").write_text("django\n")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    bootstrap.stamp(tmp_path, "requirements").write_text("django\n")
    bootstrap.stamp(tmp_path, "clone").write_text("/somewhere/else")
    assert not bootstrap.is_current(tmp_path)


def test_a_folder_that_is_no_venv_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/notes.txt").write_text("mine")
    with pytest.raises(bootstrap.InstallFailed, match="in the way"):
        bootstrap.remove_venv(tmp_path / ".venv")


def test_env_file(tmp_path: Path) -> None:
    lines = ["# note", "A=1", "export B='two words' # why", 'C="x#y"', "D = plain # note", "E=", "not a line", "F=a=b"]
    (tmp_path / ".env").write_text("\n".join(lines))
    variables = {"A": "kept"}
    dotenv.load(tmp_path, variables)
    assert variables == {"A": "kept", "B": "two words", "C": "x#y", "D": "plain", "E": "", "F": "a=b"}


def test_own_databases_are_used_and_not_started(places: Places) -> None:
    given = {"DATABASE_URL": "postgresql://me@host/mine", "REDIS_URL": ""}
    assert environment.wanted(given) == {"valkey"}
    variables = environment.for_children(places, given)
    assert variables["DATABASE_URL"] == given["DATABASE_URL"]
    assert variables["REDIS_URL"] == f"unix://{places.valkey_socket}?db=0"


def test_the_secret_key_stays_and_is_private(places: Places) -> None:
    first = environment.for_children(places, {})["SECRET_KEY"]
    assert environment.for_children(places, {})["SECRET_KEY"] == first
    assert (places.data / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_taken_pair_is_stepped_over() -> None:
    first, held = ports.claim(18000)
    second, other = ports.claim(first)
    assert second > first + 1
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", second + 2))
        taken.listen()
        third, last = ports.claim(second + 1)
        assert third > second + 2
        last.close()
    held.close()
    other.close()


def test_impossible_ports_are_refused() -> None:
    for port in (0, 65535, -1):
        with pytest.raises(DevError):
            ports.claim(port)


def test_a_stamp_follows_content_not_dates(tmp_path: Path) -> None:
    source = tmp_path / "apps/x/migrations/0001.py"
    source.parent.mkdir(parents=True)
    source.write_text("one")
    stamp = Stamp(tmp_path / "stamps/migrate")
    before = fingerprint(tmp_path, [source], "url")
    assert not stamp.matches(before)
    stamp.write(before)
    os.utime(source, (1, 1))
    assert stamp.matches(fingerprint(tmp_path, [source], "url"))
    source.write_text("two")
    assert not stamp.matches(fingerprint(tmp_path, [source], "url"))
    assert fingerprint(tmp_path, [source], "url") != fingerprint(tmp_path, [source], "another")


def test_a_new_migration_changes_the_fingerprint(places: Places) -> None:
    before = up.migration_fingerprint(places, "url")
    new = places.root / "apps/core/migrations/0002_more.py"
    new.parent.mkdir(parents=True)
    new.write_text("")
    assert up.migration_fingerprint(places, "url") != before


def test_data_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    strange = paths.find(ROOT, {"COLABASE_DATA": str(tmp_path)})
    with pytest.raises(DevError, match="other files"):
        paths.claim(strange)
    with pytest.raises(DevError, match="does not look like"):
        reset.main(["--yes"], strange)
    assert (tmp_path / "thesis.txt").exists()


def test_reset_deletes_our_data(places: Places) -> None:
    environment.for_children(places, {})
    assert reset.main(["--yes"], places) == 0
    assert not places.data.exists()


def test_what_tests_make_is_kept_apart_and_deleted_with_the_rest(places: Places) -> None:
    apart = paths.for_tests(places)
    paths.claim(apart)
    assert (apart.is_passing, places.is_passing) == (True, False)
    assert apart.run != places.run
    assert reset.main(["--yes"], places) == 0
    assert not apart.data.exists()


def test_two_clones_have_their_own_data_and_sockets() -> None:
    one, two = (paths.find(Path(name), {}) for name in ("/src/one", "/src/two"))
    assert one.data != two.data
    assert one.run != two.run


def test_a_child_that_dies_is_named_with_its_last_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor(lambda _groups: None, tmp_path)
    supervisor.start("calm", ["sleep", "600"], os.environ)
    supervisor.start("hasty", ["sh", "-c", "echo so long; exit 3"], os.environ)
    with pytest.raises(ChildDied, match=r"(?s)hasty ended with exit code 3.*so long"):
        supervisor.run(until=lambda: False)
    calm = supervisor.children[0].process.pid
    supervisor.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(calm, 0)
    assert "hasty   | so long" in capsys.readouterr().out


def test_a_check_without_anything_to_check_is_skipped(tmp_path: Path) -> None:
    assert not any(check.applies(tmp_path) for check in checks.CHECKS)
    (tmp_path / "manage.py").touch()
    assert [check.name for check in checks.CHECKS if check.applies(tmp_path)] == ["django", "migrations", "openapi"]


@pytest.mark.parametrize("arguments", [[], ["-x"], ["--cov", "--cov-report=term"], ["-q", "--durations=20"]])
def test_the_whole_suite_runs_in_a_process_a_core(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert workers.spread(arguments, ROOT) == ["-n", "2"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/test_house.py::test_it"],
        ["tests/dev", "-x"],
        ["-k", "name"],
        ["-xvs"],
        ["-n0"],
        ["--pdb"],
        ["--dist=no"],
    ],
)
def test_tests_that_are_named_run_in_one_process(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert workers.spread(arguments, ROOT) == []


def test_one_core_takes_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 1)
    assert workers.spread([], ROOT) == []


def test_checks_run_side_by_side_and_each_after_the_one_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    beside, ended = threading.Barrier(2, timeout=10), []

    def do(check: checks.Check) -> int:
        if not check.after:
            beside.wait()
            time.sleep(0.1 if check.name == "written" else 0)
        ended.append(check.name)
        return len(check.after)

    chosen = [
        checks.Check("written", ()),
        checks.Check("other", ()),
        checks.Check("read", (), after="written"),
        checks.Check("alone", (), after="not asked for"),
    ]
    assert checks.side_by_side(chosen, do) == {"written": 0, "other": 0, "read": 7, "alone": 13}
    assert ended.index("written") < ended.index("read")


def test_a_check_says_what_it_found_and_how_it_ended(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    (places.root / "pyproject.toml").touch()
    check = checks.Check("odd", ("sh", "-c", "echo a word; echo another >&2; exit 3"))
    assert checks.run(check, places, os.environ) == 3
    assert capsys.readouterr().out == "\n== odd\na word\nanother\n"
    assert checks.run(checks.Check("gone", ("not-a-program",)), places, os.environ) == 127
    assert "not-a-program is not installed" in capsys.readouterr().out


def test_a_check_whose_program_may_not_be_run_is_not_installed(
    places: Places, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (places.root / "pyproject.toml").touch()
    (tmp_path / "not-a-program").touch(mode=0o600)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checks.run(checks.Check("closed", ("not-a-program",)), places, os.environ) == 127
    assert "not-a-program is not installed" in capsys.readouterr().out


@pytest.mark.skipif(os.getuid() != 0, reason="only root's servers have a user of their own")
def test_the_servers_user_may_enter_an_empty_folder_that_root_made_for_the_data(tmp_path):
    mine, full = tmp_path / "mine", tmp_path / "full"
    for folder in (mine, full):
        folder.mkdir(mode=0o700)
    (full / "letter.txt").write_text("private")
    paths.make(mine)
    paths.make(full)
    assert (mine.stat().st_mode & 0o777, full.stat().st_mode & 0o777) == (0o711, 0o700)

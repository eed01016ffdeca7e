"""The house of the tests: a database from a template, the fixed cast, clients, and no network.

A test runs in a transaction that is rolled back. One marked `@pytest.mark.commits` gets a database of its
own instead, so that threads and second connections see what it writes.
"""

import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as random_examples

import config.celery  # noqa: F401  (as every process does: tasks bind to our application)
from tests.clients import Browser, KeyClient
from tests.database import Databases, used
from tests.factories import cast, sample
from tests.measuring import Measuring

Make = Callable[..., Any]


def pytest_configure(config: pytest.Config) -> None:
    """Name our marks."""
    config.addinivalue_line("markers", "commits: the test commits, in a database of its own")
    config.addinivalue_line("markers", "journey: a browser walks through pages")
    config.addinivalue_line("markers", "unmeasured: coverage does not watch the test")
    random_examples.register_profile("ours", deadline=None)  # a busy machine is no fault of the code
    random_examples.load_profile("ours")
    config.pluginmanager.register(Measuring(config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the launcher kill processes on purpose; what the killed left open is no fault of theirs.

    Journeys come last: a browser's driver keeps an event loop open, in which no other one can run. Processes that
    run tests side by side take them in this order, so none comes back from a journey to another test.
    """
    items.sort(key=lambda item: "journeys" in item.path.parts)
    for item in items:
        if item.nodeid.startswith("tests/dev/"):
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))


# --- the database --------------------------------------------------------------------------


@pytest.fixture(scope="session")
def databases(
    django_test_environment: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[Databases]:
    """The template, made when it is missing or `--create-db` asks for it."""
    with django_db_blocker.unblock(), Databases() as made:
        made.ready(afresh=request.config.getvalue("create_db"))
        yield made


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: Any) -> Iterator[None]:
    """pytest-django's hook: this run's database."""
    with django_db_blocker.unblock():
        clone = databases.clone()
        clone.__enter__()
    yield
    with django_db_blocker.unblock():
        clone.__exit__(None, None, None)


@pytest.fixture(scope="session")
def sample_there(
    databases: Databases, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sample.There]:
    """A database in which Acme has imported the sample file: made once, for all tests that begin there."""
    files = tmp_path_factory.mktemp("sample")
    with django_db_blocker.unblock(), databases.copy() as name:
        with used(name), override_settings(MEDIA_ROOT=files):
            number = sample.bring_in()
        yield sample.There(name, number, files)


@pytest.fixture
def _begins_in(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[str]:
    """The database this test begins in, in use: the cast alone, or the sample too when it asks for `imported`."""
    if "imported" not in request.fixturenames:
        yield ""
        return
    there = request.getfixturevalue("sample_there")
    with django_db_blocker.unblock(), used(there.database):
        yield there.database


@pytest.fixture
def own_database(databases: Databases, _begins_in: str, django_db_blocker: Any) -> Iterator[str]:
    """A database for one test that commits."""
    with django_db_blocker.unblock(), databases.clone(_begins_in) as name:
        yield name


@pytest.fixture
def rows(request: pytest.FixtureRequest, _begins_in: str) -> None:
    """A database with the cast in it: rolled back after the test, or thrown away when the test commits."""
    request.getfixturevalue("own_database" if request.node.get_closest_marker("commits") else "db")


@pytest.fixture(autouse=True)
def _back_to_public() -> Iterator[None]:
    """No test leaves its workspace, its actor or its language to the next one."""
    from apps.core import context

    yield
    translation.deactivate()
    context._current.set(context.Act())
    structlog.contextvars.clear_contextvars()
    connection.set_schema_to_public()


@pytest.fixture(autouse=True, scope="session")
def _own_media(django_test_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploaded and exported files go to a folder of this process, never among the developer's."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Sockets reach this machine only."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _local_only(getattr(socket.socket, name)))
        yield


def _local_only(real: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        local = self.family == socket.AF_UNIX or str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        if not local:
            raise RuntimeError(f"a test tried to reach {address}")
        return real(self, address)

    return connect


@pytest.fixture(scope="session")
def compiled_words() -> Iterator[None]:
    """The message catalogues as the sources have them now, the made-up languages too. What is said is collected once."""
    from django.conf import settings
    from django.utils.translation import trans_real

    from apps.portal import catalogues

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "collected", cache(catalogues.collected))
        catalogues.compile_all(settings.ROOT, pseudo=True)
        trans_real._translations.clear()
        trans_real.reset_cache(setting="LANGUAGES")
        yield


# --- the cast ------------------------------------------------------------------------------


def _room(slug: str) -> Any:
    from apps.tenants.models import Workspace

    return Workspace.objects.get(slug=slug)


def _person(email: str) -> Any:
    from apps.accounts.models import User

    return User.objects.get(email=email)


@pytest.fixture
def acme(rows: None) -> Any:
    """The workspace most tests happen in, schema `w_acme`."""
    return _room("acme")


@pytest.fixture
def globex(rows: None) -> Any:
    """The workspace next door, schema `w_globex`, which must see nothing of Acme."""
    return _room("globex")


@pytest.fixture
def alice(rows: None) -> Any:
    """Admin of Acme."""
    return _person("alice@acme.example")


@pytest.fixture
def max(rows: None) -> Any:  # noqa: A001  (his name)
    """Manager at Acme."""
    return _person("max@acme.example")


@pytest.fixture
def bob(rows: None) -> Any:
    """Analyst at Acme."""
    return _person("bob@acme.example")


@pytest.fixture
def vera(rows: None) -> Any:
    """Viewer at Acme."""
    return _person("vera@acme.example")


@pytest.fixture
def mallory(rows: None) -> Any:
    """Admin of Globex, nobody at Acme."""
    return _person("mallory@globex.example")


@pytest.fixture
def stranger(rows: None) -> Any:
    """A person without any workspace."""
    return _person(cast.STRANGER)


# --- places and callers --------------------------------------------------------------------


@pytest.fixture
def in_acme(acme: Any) -> Iterator[Any]:
    """The test happens inside Acme."""
    connection.set_tenant(acme)
    yield acme
    connection.set_schema_to_public()


@pytest.fixture
def in_globex(globex: Any) -> Iterator[Any]:
    """The test happens inside Globex."""
    connection.set_tenant(globex)
    yield globex
    connection.set_schema_to_public()


@pytest.fixture
def as_alice(in_acme: Any, alice: Any) -> Iterator[Any]:
    """The test is Alice, inside Acme: change sets and history carry her name."""
    from apps.accounts.selectors import actor_of
    from apps.core import context

    with context.acting(actor=actor_of(alice, in_acme), channel="portal"):
        yield alice


@pytest.fixture
def api(rows: None) -> Make:
    """`api(bob, acme).get("brands")`, with a key of these scopes."""

    def make(user: Any, workspace: Any, scopes: tuple[str, ...] = ("*",)) -> KeyClient:
        from apps.accounts.services import create_api_key

        made = create_api_key(workspace=workspace, user=user, scopes=list(scopes))
        return KeyClient(secret=made.secret, slug=workspace.slug)

    return make


@pytest.fixture
def portal(rows: None) -> Make:
    """`portal(bob, acme).get("/brands/")`, signed in."""

    def make(user: Any, workspace: Any, **defaults: Any) -> Browser:
        browser = Browser(workspace, **defaults)
        browser.force_login(user)
        return browser

    return make


@pytest.fixture
def deliver(rows: None) -> Callable[..., int]:
    """`deliver()` hands over what waits, events and jobs alike, and what those publish in turn; how many.

    A handler that fails fails the test, unless `deliver(failures=True)`.
    """

    def run(*, failures: bool = False) -> int:
        from apps.core.choices import DeliveryState
        from apps.core.models import Delivery
        from apps.core.services import outbox

        seen: set[int] = set()
        while waiting := list(Delivery.objects.filter(state=DeliveryState.PENDING).exclude(pk__in=seen).order_by("id")):
            for row in waiting:
                seen.add(row.pk)
                outbox.send(row)
        broken = Delivery.objects.filter(pk__in=seen).exclude(error="").exclude(state=DeliveryState.DONE).first()
        if broken and not failures:
            raise AssertionError(f"{broken.handler} failed: {broken.error}")
        return len(seen)

    return run


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """Uploaded files land in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def imported(as_alice: Any, sample_there: sample.There, media: Path) -> Any:
    """Acme's import of the sample file: 39 SKUs, 8 brands, 4 rows in quarantine."""
    from apps.brands.models import Import

    shutil.copytree(sample_there.files, media, dirs_exist_ok=True)
    return Import.objects.get(pk=sample_there.run)


@pytest.fixture
def held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is handed to workers after commit: the test does it by hand."""
    from apps.core.services import outbox

    monkeypatch.setattr(outbox, "send", lambda delivery: None)


@pytest.fixture
def together(rows: None) -> Callable[..., list[Any]]:
    """`together(f, g)` runs functions at once, each in a thread with a connection of its own and in the
    test's workspace; their answers, or the errors they raised. For tests that commit."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        tenant = connection.tenant

        def one(call: Callable[[], Any]) -> Any:
            connection.set_tenant(tenant)
            try:
                return call()
            except Exception as error:  # noqa: BLE001  (handed to the test)
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run

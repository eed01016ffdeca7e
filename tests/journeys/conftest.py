"""A real server and a real browser over a database of the test's own. Skipped where there is no Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from apps.portal.assets import assets
from tests.factories.cast import PASSWORD
from tests.live import served

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30_000  # ms: a machine may be busy with other things; nothing waits longer than it must


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these are journeys; each commits."""
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.commits)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The machine's browser, or a plain skip."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    sync_api = pytest.importorskip("playwright.sync_api")
    if path is None:
        pytest.skip("no chromium on this machine")
    if not assets().are_built:
        pytest.skip("the front end is not built: npm ci && npm run build")
    # The driver keeps an event loop in this thread; Django must not take it for its own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(own_database: str, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The address of a server over the test's database."""
    from config.wsgi import application

    settings.MEDIA_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = True
    with served(_assets_first(application)) as address:
        yield address


def _assets_first(application: Any) -> Any:
    """Built files straight from the folder, as a web server would."""
    from whitenoise import WhiteNoise

    served = WhiteNoise(application)
    served.add_files(ROOT / "static" / "dist", prefix="static/")
    served.add_files(ROOT / "static" / "img", prefix="static/")
    return served


@pytest.fixture
def sign_in(chromium: Any, site: str, acme: Any) -> Iterator[Any]:
    """`page = sign_in("alice@acme.example", at="/t/acme/", width=390, scheme="dark", script=False)`: a page of hers."""
    contexts = []

    def go(email: str, *, at: str = "", width: int = 1440, scheme: str = "light", script: bool = True) -> Any:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session(email), "url": site}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if at:
            page.goto(at)
        return page

    yield go
    for context in contexts:
        for page in context.pages:  # what is still held back on purpose must not fail the next test
            page.unroute_all(behavior="ignoreErrors")
        context.close()


def _session(email: str) -> str:
    """What the sign-in page would leave in a browser; `sign_in_by_form` uses that page."""
    from apps.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def sign_in_by_form(page: Any, email: str) -> None:
    """As people do: at the page they are sent to, with a password."""
    page.context.clear_cookies()
    page.goto("/t/acme/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/t/acme/")  # whole: `**/t/acme/` would also fit the sign-in page's `?next=/t/acme/`

"""A workspace with something in it: the sample file, imported as a person would."""

from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "apps/portal/sample/cola-sample.csv"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    """Uploaded files land in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def imported(as_alice: Any) -> Any:
    """The import of the sample file: 39 SKUs, 8 brands, 4 rows in quarantine."""
    from apps.brands.services import imports

    with SAMPLE.open("rb") as file:
        run = imports.create_import(files=[(SAMPLE.name, file)])
    return imports.run_now(run, imports.Silent())


@pytest.fixture
def seen(portal: Any, alice: Any, acme: Any) -> Any:
    """Alice's browser in Acme."""
    return portal(alice, acme)


@pytest.fixture
def staff(alice: Any, client: Any) -> Any:
    """Alice, as one of the platform's staff."""
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    return client

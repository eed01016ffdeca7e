"""Who looks at the pages."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_files(media: Path) -> None:
    """Uploaded files land in the test's own folder."""


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

"""What a browser loads first: script stays small, however much the portal can do."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

LIMIT = 150_000
ENTRY = "static/src/main.ts"


def reached(manifest: dict[str, Any], name: str) -> set[str]:
    """The files that are loaded with an entry: its own, and all it imports at once."""
    own = manifest[name]
    return {own["file"]}.union(*(reached(manifest, other) for other in own.get("imports", [])))


def test_the_script_of_the_first_load_is_small() -> None:
    manifest = Path(settings.VITE_MANIFEST)
    if not manifest.exists():
        pytest.skip("not built: npm ci && npm run build")
    dist = manifest.parent.parent
    files = reached(json.loads(manifest.read_text()), ENTRY)
    assert sum(len(gzip.compress((dist / name).read_bytes())) for name in files) <= LIMIT

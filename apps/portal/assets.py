"""The built styles, icons and script, by the manifest that Vite leaves beside them."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic

import orjson
from django.conf import settings
from django.templatetags.static import static

STYLE = "static/src/css/index.css"
SCRIPT = "static/src/main.ts"
ICONS = "static/src/icons.svg"
FONT = "source-sans-3-latin-wght-normal.woff2"


@dataclass(frozen=True)
class Assets:
    """Addresses of the built files; all empty when nothing was built."""

    style: str = ""
    script: str = ""
    icons: str = ""
    font: str = ""

    @property
    def are_built(self) -> bool:
        """Whether there is anything to load."""
        return bool(self.style)


def assets() -> Assets:
    """The files as built. Looked at once a second at most, so `npm run watch` is seen; a page asks fifty times."""
    return _lately(settings.VITE_MANIFEST, int(monotonic()))


@lru_cache(maxsize=1)
def _lately(manifest: str | Path, _second: int) -> Assets:
    path = Path(manifest)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return Assets()


def icon_names() -> tuple[str, ...]:
    """Names of the icons in the built sprite; none when nothing was built."""
    dist = Path(settings.VITE_MANIFEST).parent.parent
    found = next(dist.glob("assets/icons-*.svg"), None)
    return tuple(re.findall(r'<symbol id="(\w+)"', found.read_text())) if found else ()


@cache
def _read(path: Path, _changed: int) -> Assets:
    manifest = orjson.loads(path.read_bytes())
    font = next((name for name in manifest if name.endswith(FONT)), "")
    return Assets(
        *(static(manifest[name]["file"]) if name in manifest else "" for name in (STYLE, SCRIPT, ICONS, font))
    )

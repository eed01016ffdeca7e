"""Variables from a `.env` file: `load(root, os.environ)`."""

import re
from collections.abc import MutableMapping
from pathlib import Path

LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*?)\s*$")
QUOTED = re.compile(r"""(?P<quote>["'])(?P<text>.*?)(?P=quote)\s*(?:#.*)?$""")


def load(root: Path, environment: MutableMapping[str, str]) -> None:
    """Add what `root/.env` says to the environment; a variable that is set already wins."""
    path = root / ".env"
    if path.is_file():
        for name, value in parse(path.read_text(encoding="utf-8-sig")).items():
            environment.setdefault(name, value)


def parse(text: str) -> dict[str, str]:
    """Read `NAME=value` lines; quotes are taken off, a later line wins, other lines are skipped."""
    matches = (LINE.match(line) for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {match["name"]: plain(match["value"]) for match in matches if match}


def plain(value: str) -> str:
    """The value without its quotes, or without the comment behind an unquoted one."""
    if quoted := QUOTED.match(value):
        return quoted["text"]
    return re.split(r"\s+#|^#", value, maxsplit=1)[0].rstrip()

"""Skip work whose inputs have not changed: `if not stamp.matches(print): ...; stamp.write(print)`."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def fingerprint(root: Path, files: Iterable[Path], *extra: str) -> str:
    """A hash over names (relative to root) and contents of the files that exist, and extra words."""
    digest = hashlib.sha256("\0".join(extra).encode())
    for path in sorted(set(files)):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"\0{path.relative_to(root)}\0{content}".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """A file holding the fingerprint of work done; writing it is the last step of that work."""

    path: Path

    def matches(self, wanted: str) -> bool:
        """Whether the work was done for exactly this fingerprint."""
        try:
            return self.path.read_text() == wanted
        except OSError:
            return False

    def write(self, value: str) -> None:
        """Say that the work is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(value)

    def clear(self) -> None:
        """Say that the work is under way: a crash from here on means doing it again."""
        self.path.unlink(missing_ok=True)

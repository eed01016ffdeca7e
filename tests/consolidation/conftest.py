"""The same shelf and commands as for brands."""

from tests.brands.conftest import command, media

__all__ = ["command", "media"]

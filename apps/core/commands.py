"""The manners of our commands: exit codes, `--json`, refusals that say what to do.

0 done, 1 failed, 2 wrong usage, 3 refused with nothing written.
"""

import sys
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser

from apps.core import context

REFUSED = 3


class Refused(Exception):
    """The command will not do this; nothing was written."""

    def __init__(self, code: str, message: str, hint: str = "", *, extra: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.extra = code, message, hint, extra or {}


class ContractCommand(BaseCommand):
    """`run` does the work and answers with one object, printed in words or as the last line of JSON."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Each command may be read by a program."""
        parser.add_argument("--json", action="store_true", help="the last line of output is one JSON object")

    def run(self, **options: Any) -> dict[str, Any]:
        """Do it. Raise `Refused` to exit with 3."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, answer, and exit as the contract says."""
        actor = context.Actor(name="command", role="system")
        try:
            with context.acting(channel="command", actor=actor):
                result = self.run(**options)
        except Refused as error:
            self._refuse(error, as_json=options["json"])
            sys.exit(REFUSED)
        self._answer(result, as_json=options["json"])

    def _answer(self, result: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps(result, default=str).decode())
            return
        width = max((len(key) for key in result), default=0)
        for key, value in result.items():
            self.stdout.write(f"{key.replace('_', ' '):<{width}}  {_words(value)}")

    def _refuse(self, error: Refused, *, as_json: bool) -> None:
        if as_json:
            problem = {"code": error.code, "message": error.message, "hint": error.hint}
            self.stdout.write(
                orjson.dumps({"status": "refused", "error": problem, **error.extra}, default=str).decode()
            )
            return
        self.stderr.write(self.style.ERROR(error.message))
        if error.hint:
            self.stderr.write(error.hint)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items()) or "none"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)

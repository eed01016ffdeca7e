"""`words`: collect what the program says, compile it, and tell what a language lacks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.portal import catalogues

SHOWN = 40


class Command(BaseCommand):
    """`words --update` after texts changed, `words --compile` before serving, `words --check` to see what is missing."""

    help = "Collect texts into locale/, compile the catalogues, or list what is not translated."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of three."""
        choice = parser.add_mutually_exclusive_group(required=True)
        choice.add_argument("--update", action="store_true", help="bring locale/es up to date")
        choice.add_argument("--compile", action="store_true", help="make the .mo files")
        choice.add_argument(
            "--check", action="store_true", help="list texts without a translation; 1 when there are any"
        )
        parser.add_argument("--pseudo", action="store_true", help="also compile the made-up languages")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if options["update"]:
            catalogues.update(settings.ROOT)
        if options["compile"]:
            made = catalogues.compile_all(settings.ROOT, pseudo=options["pseudo"])
            self.stdout.write(f"compiled: {', '.join(made)}")
            return
        lacking = catalogues.missing(settings.ROOT)
        for text in lacking[:SHOWN]:
            self.stderr.write(f"not translated: {text}")
        self.stdout.write(f"{len(lacking)} texts without a Spanish translation")
        if options["check"] and lacking:
            raise SystemExit(1)

#!/usr/bin/env python
"""Django's command line for Colabase; `./dev manage` starts the services it needs."""

import os
import sys


def main() -> None:
    """Run one management command with the settings of this machine."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.management import execute_from_command_line

    import config.celery  # noqa: F401  (binds tasks to our broker before any app loads)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

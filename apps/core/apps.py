"""The kernel: events, jobs, change sets, the REST base. It knows no word of the trade."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from apps.core.memory import give_back


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"

    def ready(self) -> None:
        """Load every app's `tasks.py`: listeners and kinds of jobs register there, and the web process, not
        only the worker, must know them when it publishes. What is freed is given back to the system."""
        autodiscover_modules("tasks")
        give_back()

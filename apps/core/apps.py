"""The kernel: events, jobs, change sets, the REST base. It knows no word of the trade."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"

"""Which brands are one: found, explained, decided, merged and taken back."""

from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    name = "apps.consolidation"
    label = "consolidation"

"""Which brands are one: found, explained, decided, merged and taken back."""

from importlib import import_module

from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    name = "apps.consolidation"
    label = "consolidation"

    def ready(self) -> None:
        """What points at brands is declared; what follows the undo of a merge is registered."""
        from apps.consolidation.pointers import declare

        declare()
        import_module("apps.consolidation.services.unmerging")
        import_module("apps.consolidation.services.naming")
        import_module("apps.consolidation.kept_texts")

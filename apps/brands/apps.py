"""Brands, SKUs and importers as one workspace sees them."""

from importlib import import_module

from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record


class BrandsConfig(AppConfig):
    name = "apps.brands"
    label = "brands"

    def ready(self) -> None:
        """Every history row carries its change set and actor; derived tables follow every act, in this order."""
        from apps.brands.pointers import declare
        from apps.core.tracking import stamp

        declare()
        for name in ("summaries", "search_names"):
            import_module(f"apps.brands.pipeline.{name}")
        pre_create_historical_record.connect(stamp, dispatch_uid="colabase.stamp")

"""Brands, SKUs and importers as one workspace sees them."""

from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record


class BrandsConfig(AppConfig):
    name = "apps.brands"
    label = "brands"

    def ready(self) -> None:
        """Every history row carries its change set and actor; summaries follow every act."""
        from apps.brands.pipeline import summaries  # noqa: F401  (registers itself)
        from apps.core.tracking import stamp

        pre_create_historical_record.connect(stamp, dispatch_uid="colabase.stamp")

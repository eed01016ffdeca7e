from apps.brands.models.catalogue import Brand, Permit, Sku
from apps.brands.models.derived import BrandSummary, Importer, PermitSummary
from apps.brands.models.intake import (
    BridgeFinding,
    Export,
    HeldRow,
    Import,
    ImportFile,
    Pile,
    Subscription,
)

__all__ = [
    "Brand",
    "BrandSummary",
    "BridgeFinding",
    "Export",
    "HeldRow",
    "Import",
    "ImportFile",
    "Importer",
    "Permit",
    "PermitSummary",
    "Pile",
    "Sku",
    "Subscription",
]

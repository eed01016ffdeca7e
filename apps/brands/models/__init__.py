from apps.brands.models.bulk import BulkAct
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
from apps.brands.models.marks import Listed, Note, RecordList, Tag, Tagging
from apps.brands.models.search import SearchName, SearchWord
from apps.brands.models.watches import RecordWatch

__all__ = [
    "Brand",
    "BrandSummary",
    "BridgeFinding",
    "BulkAct",
    "Export",
    "HeldRow",
    "Import",
    "ImportFile",
    "Importer",
    "Listed",
    "Note",
    "Permit",
    "PermitSummary",
    "Pile",
    "RecordList",
    "RecordWatch",
    "SearchName",
    "SearchWord",
    "Sku",
    "Subscription",
    "Tag",
    "Tagging",
]

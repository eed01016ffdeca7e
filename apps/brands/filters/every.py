"""The filters of each list.

Names of keys are those of the API, of exports and of the addresses of pages: they stay.
"""

from apps.brands.filters.brands import BrandFilters
from apps.brands.filters.holders import ImporterFilters, PermitFilters
from apps.brands.filters.skus import SkuFilters
from apps.brands.filters.work import ExportFilters, HeldRowFilters, ImportFilters, SubscriptionFilters
from apps.brands.selectors.mark_filters import ListFilters, NoteFilters, TagFilters
from apps.core.filtering import StrictFilterSet

FILTERS: dict[str, type[StrictFilterSet]] = {
    "brands": BrandFilters,
    "skus": SkuFilters,
    "importers": ImporterFilters,
    "permits": PermitFilters,
    "imports": ImportFilters,
    "quarantine": HeldRowFilters,
    "exports": ExportFilters,
    "subscriptions": SubscriptionFilters,
    "tags": TagFilters,
    "lists": ListFilters,
    "notes": NoteFilters,
}

"""What points at brands from this app. A higher app declares its own columns in the same way."""

from apps.core.pointers import derived, follows, inherited, stays

BRAND = "brands.Brand"
PAST = "a finding of an import: it says what was met on that day"


def declare() -> None:
    """Called once at start."""
    inherited(BRAND, "merged_into_id")
    follows(BRAND, "brands.Sku", "brand_id")
    for mark in ("Tagging", "Listed", "Note"):
        follows(BRAND, f"brands.{mark}", "brand_id")
    stays(BRAND, "brands.Brand", "merged_into_id", "the chain of heirs is followed by whoever reads it")
    stays(BRAND, "brands.BridgeFinding", "brand_ids", PAST)
    stays(BRAND, "brands.BridgeFinding", "chosen_id", PAST)
    stays(BRAND, "brands.RecordWatch", "record_id", "who watches asks for the heir, so an undone merge needs nothing")
    derived(BRAND, "brands.BrandSummary", "brand_id", "computed from the SKUs")
    derived(BRAND, "brands.SearchName", "brand", "the dictionary is kept in step with brands and SKUs")

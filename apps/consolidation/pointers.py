"""What points at brands from this app: records of what was found and done. They keep the ids they were made with."""

from apps.core.pointers import stays

BRAND = "brands.Brand"
PAST = "tells what was merged on that day; readers ask for the heir"


def declare() -> None:
    """Called once at start."""
    stays(BRAND, "consolidation.Merge", "survivor_id", PAST)
    stays(BRAND, "consolidation.Merge", "absorbed_ids", PAST)
    stays(BRAND, "consolidation.Proposal", "member_ids", PAST)
    stays(BRAND, "consolidation.Proposal", "survivor_id", PAST)
    stays(BRAND, "consolidation.Decision", "a_id", PAST)
    stays(BRAND, "consolidation.Decision", "b_id", PAST)
    stays(BRAND, "consolidation.Decision", "survivor_id", PAST)

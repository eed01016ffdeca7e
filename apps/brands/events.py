"""What has happened to brands, SKUs and imports."""

from dataclasses import dataclass

from apps.core.events import event


@event("import.finished")
@dataclass(frozen=True)
class ImportFinished:
    """An import changed something. One event for all its rows; they are in the change set."""

    import_id: int
    change_set_id: int
    source: str
    rows: int
    new: int
    updated: int
    quarantined: int
    brands_new: int
    importers_matched: int


@event("permit_list.loaded")
@dataclass(frozen=True)
class PermitListLoaded:
    """A workspace's own permit list came in."""

    change_set_id: int
    list_code: str
    rows: int
    new: int
    updated: int
    importers_matched: int

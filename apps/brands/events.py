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


@event("quarantine.changed")
@dataclass(frozen=True)
class QuarantineChanged:
    """Rows that wait were mended, set aside or their conflicts settled; `held_ids` has the first hundred. What a conflict
    changed is in the change set."""

    held_ids: list[int]
    change_set_id: int | None
    origin: str


@event("brand.created")
@dataclass(frozen=True)
class BrandCreated:
    """A person made a brand. `origin` is the channel: portal, api, task."""

    brand_id: int
    origin: str


@event("brand.updated")
@dataclass(frozen=True)
class BrandUpdated:
    """A brand's own fields were changed."""

    brand_id: int
    changed_fields: list[str]
    origin: str


@event("brand.archived")
@dataclass(frozen=True)
class BrandArchived:
    """A brand was put away, its SKUs with it."""

    brand_id: int
    origin: str


@event("brand.restored")
@dataclass(frozen=True)
class BrandRestored:
    """A brand and the SKUs that went with it are back."""

    brand_id: int
    origin: str


@event("sku.updated")
@dataclass(frozen=True)
class SkuUpdated:
    """A SKU was changed, moved (`brand_id` is where it is now), archived or restored."""

    sku_id: int
    brand_id: int
    changed_fields: list[str]
    origin: str


@event("tag.saved")
@dataclass(frozen=True)
class TagSaved:
    """A tag was made, renamed or given another colour."""

    tag_id: int
    origin: str


@event("tag.deleted")
@dataclass(frozen=True)
class TagDeleted:
    """A tag was taken away, and off everything that had it."""

    tag_id: int
    origin: str


@event("record.tagged")
@dataclass(frozen=True)
class RecordTagged:
    """A tag was put on brands or importers, or taken off; `ids` names them when they are few."""

    resource: str
    tag_id: int
    added: int
    removed: int
    ids: list[int]
    origin: str


@event("list.saved")
@dataclass(frozen=True)
class ListSaved:
    """A list was made, or its name, description or sharing changed."""

    list_id: int
    origin: str


@event("list.deleted")
@dataclass(frozen=True)
class ListDeleted:
    """A list was taken away; what stood in it stays."""

    list_id: int
    origin: str


@event("list.filled")
@dataclass(frozen=True)
class ListFilled:
    """Brands or importers were added to a list, or taken from it; `ids` names them when they are few."""

    list_id: int
    resource: str
    added: int
    removed: int
    ids: list[int]
    origin: str


@event("note.saved")
@dataclass(frozen=True)
class NoteSaved:
    """Somebody wrote, changed or pinned a note."""

    note_id: int
    resource: str
    record_id: int
    origin: str


@event("note.deleted")
@dataclass(frozen=True)
class NoteDeleted:
    """A note was taken away."""

    note_id: int
    resource: str
    record_id: int
    origin: str


@event("bulk.applied")
@dataclass(frozen=True)
class BulkApplied:
    """An act on many rows was done, as one change set; `skipped` rows had changed since the preview."""

    bulk_id: int
    change_set_id: int
    resource: str
    act: str
    changed: int
    same: int
    refused: int
    skipped: int


@event("export.requested")
@dataclass(frozen=True)
class ExportRequested:
    """Somebody asked for a file of a list; what was asked stands in the export."""

    export_id: int
    resource: str
    format: str
    origin: str


@event("export.ready")
@dataclass(frozen=True)
class ExportReady:
    """A file is there to be fetched."""

    export_id: int
    resource: str
    rows: int


@event("export.fetched")
@dataclass(frozen=True)
class ExportFetched:
    """Somebody fetched the file of an export."""

    export_id: int
    resource: str
    origin: str

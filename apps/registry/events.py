"""What has happened to the public registry."""

from dataclasses import dataclass

from apps.core.events import event


@event("registry.loaded")
@dataclass(frozen=True)
class RegistryLoaded:
    """COLA records came in or changed; `seq` is the highest change number now."""

    slice_ids: list[int]
    rows: int
    new: int
    updated: int
    seq: int


@event("public_permit_list.loaded")
@dataclass(frozen=True)
class PublicPermitListLoaded:
    """A permit list of the government was loaded."""

    slice_id: int
    list_code: str
    rows: int
    new: int
    updated: int
    lapsed: int

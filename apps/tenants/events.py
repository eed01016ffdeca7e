"""What has happened to workspaces."""

from dataclasses import dataclass

from apps.core.events import event


@event("workspace.changed")
@dataclass(frozen=True)
class WorkspaceChanged:
    """The name or the looks of this workspace were changed."""

    changed_fields: list[str]

"""How a workspace is called and looks: name, accent colour, logo."""

from io import BytesIO
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.pictures import KEPT_AS
from apps.core.services.outbox import publish
from apps.core.services.storage import store
from apps.tenants import colours
from apps.tenants.events import WorkspaceChanged
from apps.tenants.images import MOST_BYTES, logo_of
from apps.tenants.models import Workspace


class BadLooks(ValueError):
    """A value cannot be kept; `field` says which."""

    code = "bad_looks"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def change_looks(
    room: Workspace, *, name: str, accent: str = "", logo: BinaryIO | None = None, drop_logo: bool = False
) -> None:
    """Keep name and looks. `accent` is `#rrggbb` or empty for ours. Raises `BadLooks` and `BadLogo`."""
    before = (room.name, room.accent, room.logo)
    room.name, room.accent = _named(name), _readable(accent)
    if drop_logo:
        room.logo = room.logo_kind = ""
    if logo is not None:
        made = logo_of(logo.read(MOST_BYTES + 1))
        room.logo, room.logo_kind = store("logo", BytesIO(made)).path, KEPT_AS
    now = (room.name, room.accent, room.logo)
    changed = [field for field, a, b in zip(("name", "accent", "logo"), before, now, strict=True) if a != b]
    with transaction.atomic():
        room.save(update_fields=["name", "accent", "logo", "logo_kind"])
        if changed:
            publish(WorkspaceChanged(changed))


def _named(name: str) -> str:
    found = " ".join(name.split())[:120]
    if not found:
        raise BadLooks("name", _("A workspace needs a name."))
    return found


def _readable(accent: str) -> str:
    if not accent:
        return ""
    colour = colours.parse(accent)
    if colour is None:
        raise BadLooks("accent", _("Write the colour as # and six digits or letters a to f, such as #7a1c37."))
    if not colours.is_readable(colour):
        given = {"colour": accent, "nearest": colours.written(colours.nearest(colour))}
        raise BadLooks("accent", _("%(colour)s is too light to be read. The nearest that can be: %(nearest)s") % given)
    return colours.written(colour)

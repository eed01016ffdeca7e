"""Pictures a workspace may show as its logo: PNG and WebP, small, told by what they are and not by their name.

SVG is refused: it can hold script.
"""

import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_BYTES = 200_000
MOST_PIXELS = 1024
WEBP_HEAD = 25


class BadLogo(ValueError):
    """The picture cannot be used."""

    code = "bad_logo"
    hint = "Send a PNG or WebP of at most 200 kB and 1024 pixels a side."


@dataclass(frozen=True)
class Picture:
    """What was recognised."""

    kind: str
    width: int
    height: int


def look(data: bytes) -> Picture:
    """Kind and size of a picture. Raises `BadLogo`."""
    if len(data) > MOST_BYTES:
        raise BadLogo(_("The picture is larger than 200 kB."))
    try:
        found = _png(data) or _webp(data)
    except (struct.error, IndexError):
        found = None
    if found is None:
        raise BadLogo(_("This is no PNG or WebP picture."))
    if not (0 < found.width <= MOST_PIXELS and 0 < found.height <= MOST_PIXELS):
        raise BadLogo(_("The picture has more than 1024 pixels a side."))
    return found


def _png(data: bytes) -> Picture | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or b"IEND" not in data[-16:]:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return Picture("image/png", width, height)


def _webp(data: bytes) -> Picture | None:
    if len(data) < WEBP_HEAD or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (part & 0x3FFF for part in struct.unpack("<HH", data[26:30]))
    else:
        return None
    return Picture("image/webp", width, height)

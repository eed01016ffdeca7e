"""Pictures that people send: decoded by what they are, bounded, drawn anew and small, with nothing in them but pixels.

What a file says of itself (its name, its kind, where it was taken) is dropped. SVG is refused: it can hold script; so is
GIF. Of a moving picture the first frame is kept.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

KINDS = ("PNG", "JPEG", "WEBP")
ACCEPT = "image/png,image/jpeg,image/webp"
KEPT_AS = "image/webp"
MOST_BYTES = 2_000_000
MOST_PIXELS = 16_000_000
DRAFT = (1024, 1024)
QUALITY = 85
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error, zlib.error)


class BadPicture(ValueError):
    """The file cannot be used as a picture."""

    code = "bad_picture"


@dataclass(frozen=True)
class Limits:
    """What is taken in: bytes of the file, pixels in all."""

    bytes: int = MOST_BYTES
    pixels: int = MOST_PIXELS


def decode(data: bytes, limits: Limits = Limits()) -> Image.Image:
    """The picture upright, in RGB or RGBA. No pixel is decoded before their number is known. Raises `BadPicture`."""
    if not data:
        raise BadPicture(_("The file is empty."))
    if len(data) > limits.bytes:
        raise BadPicture(_("The picture is larger than %(most)s kB.") % {"most": limits.bytes // 1000})
    try:
        with Image.open(BytesIO(data), formats=KINDS) as opened:
            if opened.width * opened.height > limits.pixels:
                raise _too_many(limits)
            opened.draft("RGB", DRAFT)  # a JPEG is decoded no finer than it is needed
            ImageOps.exif_transpose(opened, in_place=True)
            return opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except BOMBS as error:
        raise _too_many(limits) from error
    except BadPicture:
        raise
    except BROKEN as error:
        raise BadPicture(_("This is no PNG, JPEG or WebP picture, or it is broken.")) from error


def _too_many(limits: Limits) -> BadPicture:
    return BadPicture(_("The picture has more than %(most)s million pixels.") % {"most": limits.pixels // 1_000_000})


def square(picture: Image.Image, side: int) -> bytes:
    """The middle of it as a WebP of this many pixels a side, on white."""
    fitted = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS)
    return _written(fitted, Image.new("RGB", fitted.size, "white"))


def within(picture: Image.Image, side: int) -> bytes:
    """The whole of it as a WebP of at most this many pixels a side; what is see-through stays so."""
    fitted = picture.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _written(fitted, Image.new("RGBA", fitted.size, (0, 0, 0, 0)), lossless=True)


def _written(picture: Image.Image, ground: Image.Image, *, lossless: bool = False) -> bytes:
    """Pasted onto a new picture, which knows nothing of the file."""
    ground.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    out = BytesIO()
    ground.save(out, "WEBP", quality=QUALITY, lossless=lossless)
    return out.getvalue()

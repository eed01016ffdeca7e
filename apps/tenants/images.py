"""Pictures a workspace may show as its logo."""

from apps.core.pictures import BadPicture, Limits, decode, within

MOST_BYTES = 200_000
SIDE = 256
LIMITS = Limits(bytes=MOST_BYTES, pixels=4_000_000)


class BadLogo(BadPicture):
    """The picture cannot be used."""

    code = "bad_logo"
    hint = "Send a PNG, JPEG or WebP of at most 200 kB."


def logo_of(data: bytes) -> bytes:
    """The logo as it is kept: a small WebP. Raises `BadLogo`."""
    try:
        return within(decode(data, LIMITS), SIDE)
    except BadPicture as error:
        raise BadLogo(str(error)) from error

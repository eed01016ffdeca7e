"""Name, accent and logo of a workspace: managers choose, what cannot be read or could do harm is refused."""

import struct
import zlib
from itertools import product
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.tenants import colours
from apps.tenants.images import BadLogo, logo_of


def png(width: int = 4, height: int = 4) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0" * 4)) + chunk(b"IEND", b"")


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, data, content_type="image/png")


def test_an_accent_is_worn_by_every_page(seen: Any, acme: Any) -> None:
    assert seen.post("/workspace/", {"name": "Acme Wines", "accent": "#1c527d"}).status_code == 302
    page = seen.get("/").content.decode()
    assert "Acme Wines" in page
    assert "/t/acme/look.css?v=1c527d" in page
    sheet = seen.get("/look.css")
    assert sheet["Content-Type"] == "text/css"
    assert "--accent: light-dark(#1c527d," in sheet.content.decode()


def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(seen: Any, acme: Any) -> None:
    answer = seen.post("/workspace/", {"name": "Acme", "accent": "#ffee00"})
    assert answer.status_code == 422
    assert "too light to be read" in answer.content.decode()
    acme.refresh_from_db()
    assert acme.accent == ""


@pytest.mark.parametrize("accent", ["red", "#12345", "#12345g", "}*{x:y", "url(x)"])
def test_only_a_colour_becomes_a_colour(accent: str, seen: Any) -> None:
    assert seen.post("/workspace/", {"name": "Acme", "accent": accent}).status_code == 422


@pytest.mark.parametrize("colour", list(product(range(0, 256, 85), repeat=3)))
def test_whatever_the_accent_the_dark_theme_can_be_read(colour: tuple[int, int, int]) -> None:
    colour = colours.nearest(colour)
    made = colours.palette(colour)
    light, dark = (colours.parse(made.text[at]) for at in (0, 1))
    assert light
    assert dark
    assert all(colours.contrast(light, ground) >= colours.LEAST for ground in colours.LIGHT)
    assert all(colours.contrast(dark, ground) >= colours.LEAST for ground in colours.DARK)
    for at in (0, 1):
        assert colours.contrast(colours.parse(made.accent[at]) or (0, 0, 0), colours.WHITE) >= colours.LEAST
        assert colours.contrast(colours.parse(made.strong[at]) or (0, 0, 0), colours.WHITE) >= colours.LEAST


def test_a_logo_is_kept_and_shown_as_what_it_is(seen: Any, acme: Any) -> None:
    assert seen.post("/workspace/", {"name": "Acme", "logo": upload(png())}).status_code == 302
    answer = seen.get("/logo/")
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content) == logo_of(png())
    assert "/t/acme/logo/?v=" in seen.get("/").content.decode()
    seen.post("/workspace/", {"name": "Acme", "drop_logo": "on"})
    assert seen.get("/logo/").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a", b"", png()[:20], png(5000, 1000), png(0, 0), b"RIFF0000WEBPVP8X", b"RIFF0000WEBPVP8X" + b"\xff" * 14,
        b"RIFF0000WEBPxxxx" + b"0" * 30,
        png() + b"x" * 300_000,
    ],
)  # fmt: skip
def test_what_is_no_small_picture_is_refused(data: bytes, seen: Any, acme: Any) -> None:
    answer = seen.post("/workspace/", {"name": "Acme", "logo": upload(data)})
    assert answer.status_code == 422
    assert 'id="id_logo_error"' in answer.content.decode()
    acme.refresh_from_db()
    assert acme.logo == ""
    with pytest.raises(BadLogo):
        logo_of(data)


def test_analysts_may_not_and_a_name_is_needed(seen: Any, portal: Any, bob: Any, acme: Any) -> None:
    assert portal(bob, acme).post("/workspace/", {"name": "Bob's"}).status_code == 403
    assert seen.post("/workspace/", {"name": "  "}).status_code == 422


def test_globex_cannot_fetch_the_logo_of_acme(seen: Any, acme: Any, globex: Any, mallory: Any, portal: Any) -> None:
    seen.post("/workspace/", {"name": "Acme", "logo": upload(png())})
    assert portal(mallory, acme).get("/logo/").status_code == 404
    assert portal(mallory, globex).get("/logo/").status_code == 404

"""A person's picture: drawn anew from what was sent, shown to colleagues and to nobody else, removed at a click."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.accounts import services
from apps.accounts.models import Picture
from apps.core.pictures import BadPicture, decode, square, within
from tests.portal.test_workspace_looks import png

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 20), colour: str = "red", **more: Any) -> bytes:
    """A picture whose right half is blue."""
    image = Image.new("RGB", size, colour)
    image.paste("blue", (size[0] // 2, 0, *size))
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def moving() -> bytes:
    """A GIF of two frames."""
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "GIF", save_all=True, append_images=[Image.new("RGB", (4, 4), "blue")])
    return out.getvalue()


def send(browser: Any, data: bytes, name: str = "me.png") -> Any:
    """As a browser sends it."""
    return browser.post("/profile/picture/", {"picture": SimpleUploadedFile(name, data, content_type="image/png")})


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_is_kept_square_small_and_shown(kind: str, seen: Any, alice: Any) -> None:
    assert send(seen, drawn(kind))["Location"] == "/t/acme/profile/"
    alice.refresh_from_db()
    at = f"/people/{alice.pk}/picture/"
    assert f"/t/acme{at}?v={alice.picture}" in seen.get("/profile/").content.decode()
    answer = seen.get(f"{at}?v={alice.picture}")
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == ("image/webp", True)
    assert "immutable" not in seen.get(f"{at}?v=other")["Cache-Control"]
    sizes = [Image.open(BytesIO(seen.get(at + asked).content)).size for asked in ("", "?large=1")]
    assert sizes == [(64, 64), (256, 256)]
    seen.post("/profile/picture/", {"remove": "1"})
    assert seen.get(at).status_code == 404
    assert ">A<" in seen.get("/profile/").content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"just words", b"", SCRIPT, moving(), drawn()[:60], drawn("JPEG")[:200], png(20_000, 20_000),
        png(12_000, 12_000), png(5_000, 4_000), png(0, 0), drawn() + b"x" * 2_000_000,
    ],
    ids=["text", "nothing", "svg", "gif", "half a png", "half a jpeg", "bomb", "smaller bomb", "large", "no size", "heavy"],
)  # fmt: skip
def test_what_is_no_picture_of_a_person_is_refused_beside_the_field(data: bytes, seen: Any, alice: Any) -> None:
    answer = send(seen, data)
    assert answer.status_code == 422
    assert 'id="id_picture_error"' in answer.content.decode()
    alice.refresh_from_db()
    assert alice.picture == ""
    with pytest.raises(BadPicture):
        decode(data)


def test_nothing_sent_is_told(seen: Any) -> None:
    assert seen.post("/profile/picture/", {}).status_code == 422


def test_where_it_was_taken_is_dropped_and_it_stands_upright(alice: Any) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    data = drawn("JPEG", exif=exif.tobytes(), comment=b"by Alice at home")
    assert b"by Alice" in data
    services.set_picture(alice, data)
    kept = bytes(Picture.objects.get().large)
    assert b"EXIF" not in kept
    image = Image.open(BytesIO(kept))
    assert not image.getexif()
    red, blue = image.getpixel((128, 20)), image.getpixel((128, 235))
    assert red[0] > blue[0]  # type: ignore[index]
    assert blue[2] > red[2]  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_of_keeping_colours_is_drawn(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (9, 5)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    picture = decode(out.getvalue())
    assert Image.open(BytesIO(square(picture, 8))).size == (8, 8)
    assert Image.open(BytesIO(within(picture, 8))).size == (8, 4)


def test_colleagues_see_it_and_strangers_find_nothing(request: pytest.FixtureRequest, portal: Any) -> None:
    alice, bob, mallory, acme, globex = map(request.getfixturevalue, ("alice", "bob", "mallory", "acme", "globex"))
    services.set_picture(alice, drawn())
    at = f"/people/{alice.pk}/picture/"
    assert portal(bob, acme).get(at).status_code == 200
    for room in (acme, globex):
        assert portal(mallory, room).get(at).status_code == 404
    assert portal(bob, acme).get(f"/people/{mallory.pk}/picture/").status_code == 404


def test_it_stands_where_people_are_named(imported: Any, alice: Any, seen: Any) -> None:
    from apps.brands.models import Brand
    from apps.core.models import ChangeSet

    at = f"/brands/{Brand.objects.earliest('pk').pk}/history/"
    ChangeSet.objects.update(actor_id=alice.pk, actor_name="Alice Doe")
    assert '<span class="face" aria-hidden="true">AD</span>' in seen.get(at).content.decode()
    services.set_picture(alice, drawn())
    shown = f'<img class="face" src="/t/acme/people/{alice.pk}/picture/?v={alice.picture}"'
    assert shown in seen.get(at).content.decode()
    assert shown in seen.get("/").content.decode()

"""One's own profile and picture by the API."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.portal.test_pictures import SCRIPT, drawn


def put(caller: Any, data: bytes, name: str = "me.png") -> Any:
    """As a program sends a form."""
    return caller.put("profile/picture", {"file": SimpleUploadedFile(name, data)}, format="multipart")


def test_one_reads_and_changes_it(key: Any, alice: Any) -> None:
    before = key.get("profile").json()
    assert (before["email"], before["role"], before["picture"]) == (alice.email, "admin", None)
    wanted = {
        "name": "  Alice\x00   Doe ",
        "language": "es",
        "time_zone": "Europe/Madrid",
        "page_size": 100,
        "theme": "dark",
    }
    after = key.patch("profile", wanted, format="json").json()
    assert after.items() >= (wanted | {"name": "Alice Doe"}).items()
    alice.refresh_from_db()
    assert (alice.name, alice.language, alice.page_size, alice.density) == ("Alice Doe", "es", 100, before["density"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 121), ("name", 7), ("name", None), ("language", "xx"), ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"), ("theme", "pink"), ("theme", ""), ("page_size", 51), ("page_size", "50"),
        ("page_size", True), ("keys", ["on"]), ("email", "new@acme.example"), ("is_staff", True), ("role", "admin"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_its_name(field: str, value: Any, key: Any, alice: Any) -> None:
    refused = key.patch("profile", {"density": "roomy", field: value}, format="json")
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["errors"][0]["pointer"] == f"/{field}"
    alice.refresh_from_db()
    assert alice.density == "dense"


def test_it_is_changed_by_the_version_one_saw(key: Any) -> None:
    tag = key.get("profile?fields=name")["ETag"]
    assert key.get("profile?fields=name", headers={"If-None-Match": tag}).status_code == 304
    assert key.patch("profile", {"name": "First"}, format="json", headers={"If-Match": tag}).status_code == 200
    stale = key.patch("profile", {"name": "Second"}, format="json", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["name"]) == (412, "stale", "First")


def test_a_key_changes_it_only_with_a_scope_for_it(api: Any, alice: Any, acme: Any) -> None:
    for scopes in ["read"], ["brands"], ["profile:read"]:
        caller = api(alice, acme, scopes=scopes)
        assert caller.get("profile").status_code == (403 if scopes == ["brands"] else 200), scopes
        assert caller.patch("profile", {"name": "Al"}, format="json").status_code == 403, scopes
        assert put(caller, drawn()).status_code == 403, scopes
        assert caller.delete("profile/picture").status_code == 403, scopes
    for scopes in ["profile"], ["profile:update"], ["write"]:
        caller = api(alice, acme, scopes=scopes)
        assert caller.patch("profile", {"name": "Al"}, format="json").status_code == 200, scopes
        assert put(caller, drawn()).status_code == 200, scopes
        assert caller.delete("profile/picture").status_code == 204, scopes


def test_a_viewer_changes_their_own_and_nobody_elses(looker: Any, vera: Any, alice: Any) -> None:
    assert looker.patch("profile", {"name": "Vera Doe"}, format="json").json()["id"] == vera.pk
    alice.refresh_from_db()
    assert alice.name == "Alice"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_put_looked_at_and_removed(kind: str, key: Any, alice: Any) -> None:
    kept = put(key, drawn(kind)).json()["picture"]
    assert key.get("profile").json()["picture"] == kept
    for at in ("profile/picture", f"people/{alice.pk}/picture"):
        sizes = [Image.open(BytesIO(key.get(at + asked).content)).size for asked in ("", "?size=large", "?size=small")]
        assert sizes == [(256, 256), (256, 256), (64, 64)]
    seen = key.get("profile/picture", headers={"Accept": "image/webp"})
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/webp", "private, no-cache")
    assert key.get("profile/picture", headers={"If-None-Match": seen["ETag"]}).status_code == 304
    assert key.delete("profile/picture").status_code == 204
    assert key.delete("profile/picture").status_code == 204
    assert key.get("profile/picture").status_code == 404
    assert key.get("profile").json()["picture"] is None


@pytest.mark.parametrize(
    "data",
    [b"just words", b"", SCRIPT, drawn()[:60], drawn() + b"x" * 2_000_000],
    ids=["text", "nothing", "svg", "half", "heavy"],
)
def test_what_is_no_picture_is_refused_and_the_one_there_stays(data: bytes, key: Any) -> None:
    kept = put(key, drawn()).json()["picture"]
    refused = put(key, data)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_picture")
    assert key.get("profile").json()["picture"] == kept


def test_a_picture_comes_as_one_file_of_a_form(key: Any) -> None:
    assert key.put("profile/picture", {}, format="multipart").json()["errors"][0]["pointer"] == "/file"
    assert key.put("profile/picture", {"file": "x"}, format="json").status_code == 415
    assert key.get("profile/picture?size=huge").status_code == 422


def test_globex_sees_no_picture_of_acme(key: Any, looker: Any, next_door: Any, alice: Any) -> None:
    put(key, drawn())
    at = f"people/{alice.pk}/picture"
    assert looker.get(at).status_code == 200
    assert next_door.get(at).status_code == 404
    for nobody in (0, 2**31, 2**63 - 1, 10**30):
        assert looker.get(f"people/{nobody}/picture").status_code == 404


def test_an_etag_that_a_proxy_made_weak_is_known_still(key: Any) -> None:
    put(key, drawn())
    for at in ("profile", "profile/picture"):
        tag = key.get(at)["ETag"]
        for said in (f"W/{tag}", f'"old",W/{tag}', "*"):
            assert key.get(at, headers={"If-None-Match": said}).status_code == 304, (at, said)
        assert key.get(at, headers={"If-None-Match": 'W/"old"'}).status_code == 200


def test_a_name_has_no_letters_that_turn_the_line_around(key: Any) -> None:
    said = {"name": "Al\u202eice\u2066 \u0007Doe"}
    assert key.patch("profile", said, format="json").json()["name"] == "Alice Doe"

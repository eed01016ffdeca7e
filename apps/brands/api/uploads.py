"""Files as they come in a form."""

from typing import Any, BinaryIO, cast

from rest_framework.request import Request

from apps.core.rest.views import BadBody

NAMES = ("file", "files")


def files(request: Request) -> list[tuple[str, BinaryIO]]:
    """All files of a form, as (name, stream). Raises `BadBody` when there is none."""
    sent: Any = request.FILES
    found = [file for name in NAMES for file in sent.getlist(name)]
    if not found:
        raise BadBody([("file", "Send at least one file, as `file`.")])
    return [(str(file.name), cast("BinaryIO", file)) for file in found]


def one_file(request: Request) -> tuple[str, BinaryIO]:
    """The one file of a form."""
    found = files(request)
    if len(found) > 1:
        raise BadBody([("file", "Send one file.")])
    return found[0]


def form(request: Request) -> dict[str, Any]:
    """The fields of a form."""
    return cast("dict[str, Any]", request.data)


def said_yes(request: Request, name: str) -> bool:
    """Whether a form's switch is on."""
    word = str(form(request).get(name, "false")).lower()
    if word not in {"true", "1", "on", "yes", "false", "0", "off", "no"}:
        raise BadBody([(name, "Say true or false.")])
    return word in {"true", "1", "on", "yes"}

"""How people look: one's own picture is put and removed; those of colleagues are read."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from apps.accounts import selectors, services
from apps.accounts.api.profile import caller
from apps.core.pictures import KEPT_AS, MOST_BYTES
from apps.core.rest.docs import FORM, STRING, obj, one_of, query
from apps.core.rest.renderers import JSONRenderer, answer
from apps.core.rest.views import BadBody, WorkspaceView, describe, has_already

SIZES = ("small", "large")
SIZE = query("size", {**one_of(SIZES), "default": "large"}, "64 or 256 pixels a side.")
BINARY = {"type": "string", "format": "binary"}
SENT = obj("file", file={**BINARY, "description": "PNG, JPEG or WebP of at most 2 MB; its middle is kept."})
KEPT = obj("picture", picture={**STRING, "description": "Its checksum."})
SEEN = "A WebP. It is there for members of this workspace only."


class AsPicture(BaseRenderer):
    """So that a caller may ask for a picture; it is answered as it is kept."""

    media_type = KEPT_AS
    format = "webp"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Nothing of DRF's own is drawn."""
        return b""


class Picture(WorkspaceView):
    """The picture of somebody of this workspace."""

    resource = "profile"
    renderer_classes = [JSONRenderer, AsPicture]

    @describe(
        "Show a person's picture",
        description=SEEN,
        answer=BINARY,
        media=KEPT_AS,
        params=(SIZE,),
        errors=("invalid_value",),
    )
    def get(self, request: Request, key: int) -> HttpResponse:
        """404 for people who are not here, and for those without one."""
        return _picture(request, key)


class OwnPicture(WorkspaceView):
    """The picture of the person who signed in, or whose key it is."""

    resource = "profile"
    actions: ClassVar[dict[str, str]] = {"DELETE": "update"}
    parser_classes = [MultiPartParser]
    renderer_classes = [JSONRenderer, AsPicture]

    @describe(
        "Show your picture", description=SEEN, answer=BINARY, media=KEPT_AS, params=(SIZE,), errors=("invalid_value",)
    )
    def get(self, request: Request) -> HttpResponse:
        """404 without one."""
        return _picture(request, caller(request).pk)

    @describe(
        "Put your picture",
        body=SENT,
        body_type=FORM,
        answer=KEPT,
        errors=("bad_picture",),
        description="It takes the place of the one there is, in all workspaces of its person. Nothing is kept of the file but "
        "pixels. A key needs the scope `profile`, `profile:update` or `write`.",
    )
    def put(self, request: Request) -> HttpResponse:
        """Decoded by what it is, bounded, drawn anew."""
        sent: Any = request.FILES.getlist("file")
        if len(sent) != 1:
            raise BadBody([("file", "Send one file, as `file`.")])
        user = caller(request)
        services.set_picture(user, sent[0].read(MOST_BYTES + 1))
        return answer({"picture": user.picture})

    @describe("Remove your picture", status=204, description="Initials are shown from then on.")
    def delete(self, request: Request) -> HttpResponse:
        """Also when there is none."""
        services.drop_picture(caller(request))
        return HttpResponse(status=204)


def _picture(request: Request, user_id: int) -> HttpResponse:
    size = request._request.GET.get("size", "large")
    if size not in SIZES:
        raise BadBody([("size", f"Use one of {', '.join(SIZES)}.")])
    found = selectors.picture_of(user_id, request._request.tenant, large=size == "large")  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    digest, drawn = found
    headers = {"ETag": f'"{digest}-{size}"', "Cache-Control": "private, no-cache"}
    if has_already(request, headers["ETag"]):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(
        drawn, content_type=KEPT_AS, headers={**headers, "Content-Security-Policy": "default-src 'none'"}
    )

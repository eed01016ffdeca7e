"""The way to the sign-in and back: also from a tab that was left open after its session ended."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

SAFE = {"GET", "HEAD"}


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A redirect that comes back to the page the person sees. HTMX is told by a header, so that no sign-in form
    lands in the middle of a page; what was typed is kept by the browser (`static/src/ts/drafts.ts`)."""
    answer = redirect_to_login(_seen(request), reverse("account_login"))
    if request.method not in SAFE or "HX-Request" in request.headers:
        messages.info(request, _("You were signed out, so nothing was saved. Sign in to go on where you were."))
    if "HX-Request" not in request.headers:
        return answer
    return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})


def _seen(request: HttpRequest) -> str:
    """The address in the person's browser: for a part of a page, or a form's post, that of the page around it."""
    if "HX-Request" not in request.headers and request.method in SAFE:
        return request.get_full_path()
    around = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(around, {request.get_host()}, require_https=request.is_secure()):
        return reverse("portal:home")
    found = urlsplit(around)
    return found.path + (f"?{found.query}" if found.query else "")

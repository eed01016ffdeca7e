"""Pages for what went wrong: what happened, what was kept, what to do, a reference."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, kept: str, todo: str) -> HttpResponse:
    context = {
        "status": status,
        "title": title,
        "kept": kept,
        "todo": todo,
        "reference": getattr(request, "request_id", ""),
    }
    template = "errors/part.html" if "HX-Request" in request.headers else "errors/plain.html"
    return render(request, template, context, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old."""
    return _page(
        request,
        403,
        _("This page is out of date"),
        _("What you sent was not saved. Nothing else was changed."),
        _("Go back, reload the page and send it again. Cookies must be allowed for this site."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a body that is too long."""
    if isinstance(exception, RequestDataTooBig):
        return _page(
            request,
            413,
            _("That was too much at once"),
            _("Nothing was changed."),
            _("Go back and send less. Of pasted values a list takes 5,000 at a time; files are sent as an import."),
        )
    return _page(
        request,
        400,
        _("This request could not be read"),
        _("Nothing was changed."),
        _("Check the address, or start again from the home page."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: a member without the right."""
    return _page(
        request,
        403,
        _("Your role does not include this"),
        _("Nothing was changed."),
        _("Ask an admin of this workspace for the right, or go back to what you were doing."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("Nothing was changed."),
        _("The address may be mistyped, or what it named was never in this workspace."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("What you did last was not saved; everything before it is."),
        _("Try once more. If it happens again, tell support the reference below."),
    )

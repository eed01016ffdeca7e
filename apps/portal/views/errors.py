"""Pages for what went wrong: what happened, what was kept, what to do, a reference."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old."""
    context = {"status": 403, "title": "This page is out of date.", "reference": getattr(request, "request_id", "")}
    return render(request, "errors/plain.html", context, status=403)

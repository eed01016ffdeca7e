"""Where things live: workspaces by host or by path, and the socket of a page."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix

from apps.portal.nav import ENTRIES

SOCKET_PATH = "ws/live/"
LIST_PAGES = {  # the page of each list
    "brands": "brands", "skus": "skus", "importers": "importers", "permits": "permits", "imports": "imports",
    "exports": "exports", "change-sets": "activity", "jobs": "jobs", "subscriptions": "subscriptions",
    "proposals": "review", "merges": "merges", "decisions": "decisions", "scans": "scans",
    "quarantine": "quarantine", "conflicts": "conflicts",
}  # fmt: skip


def workspace_url(request: HttpRequest, slug: str) -> str:
    """The front door of a workspace, in the way this request came: its own host, or a path."""
    host, _, port = request.get_host().partition(":")
    if host.endswith(f".{settings.BASE_DOMAIN}"):
        return f"{request.scheme}://{slug}.{settings.BASE_DOMAIN}{':' if port else ''}{port}/"
    return f"/t/{slug}/"


def start_path(person: Any) -> str:
    """The page a person begins with, from the front door of a workspace on."""
    place = person.start_page
    return f"{place}/" if place in {entry.name for entry in ENTRIES} - {"home"} else ""


def socket_url(request: HttpRequest) -> str:
    """Where this page's socket is. Cookies belong to a host, not a port: the page's own host is kept."""
    wanted = urlsplit(settings.COLABASE_SOCKET_URL)
    scheme = wanted.scheme or ("wss" if request.is_secure() else "ws")
    host = request.get_host()
    if wanted.port:
        host = f"{host.rsplit(':', 1)[0]}:{wanted.port}"
    elif wanted.netloc:
        host = wanted.netloc
    return f"{scheme}://{host}{get_script_prefix()}{SOCKET_PATH}"

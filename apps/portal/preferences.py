"""How a person likes the pages: from the profile, or before sign-in from cookies, so that they are drawn right at once."""

from typing import Any

from django.http import HttpRequest

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "density": ("dense", "roomy"),
    "keys": ("on", "off"),
}
YEAR = 365 * 24 * 3600
PAGE_SIZE = 50


def of(request: HttpRequest) -> dict[str, str]:
    """Each preference, its first choice when none was made."""
    person = signed_in(request)
    kept = {name: getattr(person, name, None) or request.COOKIES.get(f"ui_{name}", "") for name in CHOICES}
    return {name: kept[name] if kept[name] in words else words[0] for name, words in CHOICES.items()}


def page_size(request: HttpRequest) -> int:
    """How many rows of a list this person wants to see at once."""
    return int(getattr(signed_in(request), "page_size", PAGE_SIZE))


def signed_in(request: HttpRequest) -> Any:
    """The person, or None: error pages are drawn before anyone is known, and without touching the session."""
    actor = getattr(request, "actor", None)
    return request.user if actor is not None and actor.user_id is not None else None

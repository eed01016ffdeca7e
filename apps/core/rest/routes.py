"""Addresses with and without a slash at the end; only the one without is documented."""

from typing import Any

from django.urls import URLPattern, path


def routes(*pairs: tuple[str, Any]) -> list[URLPattern]:
    """`routes(("brands", BrandList), ("brands/<int:key>", BrandDetail))`."""
    return [path(f"{address}{end}", view.as_view()) for address, view in pairs for end in ("", "/")]


def documented(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Hook of the description: one of each pair of addresses."""
    return [one for one in endpoints if not one[0].endswith("/")]

"""Websites as evidence: the host, unless it is one where anybody has a page."""

from functools import lru_cache
from urllib.parse import urlsplit

from apps.registry.formats.websites import website

# Here the first part of the path is the house, not the host.
_EVERYBODYS = frozenset(
    (
        "facebook.com", "instagram.com", "twitter.com", "x.com", "linktr.ee", "linkedin.com", "youtube.com",
        "tiktok.com", "untappd.com", "wixsite.com", "wordpress.com", "blogspot.com", "squarespace.com", "weebly.com",
        "godaddysites.com", "google.com", "sites.google.com", "yelp.com", "vivino.com", "amazon.com", "etsy.com",
        "shopify.com", "business.site", "goo.gl", "bit.ly",
    )
)  # fmt: skip


@lru_cache(maxsize=100_000)
def place(address: str) -> tuple[str, str]:
    """Host and path of an address as typed, both plain; two empty texts if it is no address of a site."""
    found = website(address)
    if found is None:
        return "", ""
    parts = urlsplit(found)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.strip("/").lower()
    if host in _EVERYBODYS:
        first = path.split("/", 1)[0]
        return (f"{host}/{first}", "") if first else ("", "")
    return host, path

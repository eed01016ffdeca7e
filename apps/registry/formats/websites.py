"""Websites as people type them, made into one address or none."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_LONGEST = 2000


def website(text: str) -> str | None:
    """An http(s) address with scheme and lower-case host, or None if `text` is no address of a site.

    Addresses with a user, of a machine by number, or with another scheme (`javascript:`) are none.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or re.search(r"[\s<>\"\\^`{|}\x00-\x1f]", text):
        return None
    if not re.match(r"https?://", text, re.IGNORECASE):
        text = "https://" + text
    return _canonical(text)


def _canonical(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        return None
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    netloc = host if port is None else f"{host}:{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc, fragment="").geturl()

"""How a person likes the pages; kept in cookies, so that they are drawn right at once."""

from django.http import HttpRequest

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark"),
    "density": ("dense", "roomy"),
    "keys": ("on", "off"),
}
YEAR = 365 * 24 * 3600


def of(request: HttpRequest) -> dict[str, str]:
    """Each preference, its first choice when none was made."""
    kept = {name: request.COOKIES.get(f"ui_{name}", "") for name in CHOICES}
    return {name: kept[name] if kept[name] in words else words[0] for name, words in CHOICES.items()}

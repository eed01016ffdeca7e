"""Colours a workspace may wear: readable in light and in dark, or refused with the nearest that is.

Contrast as WCAG 2 computes it; 4.5 to 1 is the least for text.
"""

import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST = 4.5
WHITE = (255, 255, 255)
LIGHT = ((255, 255, 255), (248, 247, 246))  # surfaces of the light theme
DARK = ((19, 17, 17), (27, 25, 24))
RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """What the style sheet needs, each as `#rrggbb`: for light, then for dark."""

    accent: tuple[str, str]
    strong: tuple[str, str]
    text: tuple[str, str]
    soft: tuple[str, str]


def parse(text: str) -> RGB | None:
    """`#7a1c37` in parts, or None."""
    found = text.strip().lower()
    return (int(found[1:3], 16), int(found[3:5], 16), int(found[5:7], 16)) if HEX.fullmatch(found) else None


def written(colour: RGB) -> str:
    """The parts as `#7a1c37`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: RGB, other: RGB) -> float:
    """From 1 (the same) to 21 (black and white)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  (WCAG's own numbers)


def mixed(colour: RGB, other: RGB, share: float) -> RGB:
    """So much of the other in it, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def until_readable(colour: RGB, towards: RGB, grounds: tuple[RGB, ...]) -> RGB:
    """The nearest colour on the way to another that can be read on all of these grounds."""
    steps = (mixed(colour, towards, step / 50) for step in range(51))
    return next(one for one in steps if all(contrast(one, ground) >= LEAST for ground in grounds))


def is_readable(colour: RGB) -> bool:
    """Whether white reads on it, and it on the light theme."""
    return all(contrast(colour, ground) >= LEAST for ground in (WHITE, *LIGHT, soft_of(colour)))


def nearest(colour: RGB) -> RGB:
    """The nearest darker one that is readable."""
    steps = (mixed(colour, (0, 0, 0), step / 50) for step in range(51))
    return next(one for one in steps if is_readable(one))


def soft_of(colour: RGB) -> RGB:
    """The ground behind a chosen row, in light."""
    return mixed(colour, WHITE, 0.9)


def palette(colour: RGB) -> Palette:
    """All that follows from one colour."""
    soft = mixed(DARK[1], colour, 0.25)
    button = until_readable(mixed(colour, WHITE, 0.18), (0, 0, 0), (WHITE,))
    pairs = {
        "accent": (colour, button),
        "strong": (mixed(colour, (0, 0, 0), 0.25), mixed(button, (0, 0, 0), 0.15)),
        "text": (colour, until_readable(mixed(colour, WHITE, 0.5), WHITE, (*DARK, soft))),
        "soft": (soft_of(colour), soft),
    }
    return Palette(**{name: (written(light), written(dark)) for name, (light, dark) in pairs.items()})

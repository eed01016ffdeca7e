"""The design page holds hover and focus still: what it shows is what a pointer and the Tab key bring."""

from typing import Any

import pytest

PARTS = ("primary", "button", "danger", "plain", "link", "field", "open")
LOOK = """(one) => {
  const seen = [getComputedStyle(one), getComputedStyle(one, "::after")];
  if (one.closest("tr")) seen.push(getComputedStyle(one.closest("tr")));
  return seen.map((s) => [s.backgroundColor, s.borderTopColor, s.color, s.outlineStyle, s.outlineWidth, s.outlineColor,
    s.outlineOffset, s.textDecorationLine, s.textDecorationThickness].join(" "));
}"""


def part(page: Any, state: str, name: str) -> Any:
    """One of the samples in one of the states; none is how it is at rest."""
    return page.locator(f'[data-state="{state}"] [data-part="{name}"]')


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_held_state_looks_as_the_real_one(scheme: str, sign_in: Any) -> None:
    page = sign_in("alice@acme.example", at="/t/acme/design/", scheme=scheme)
    for name in PARTS:
        rest = part(page, "", name)
        before = rest.evaluate(LOOK)
        rest.hover()
        assert part(page, "is-hovered", name).evaluate(LOOK) == rest.evaluate(LOOK), name
        page.mouse.move(0, 0)
        page.keyboard.press("Tab")  # the keyboard is in use, so that focus shows
        rest.focus()
        assert part(page, "is-focused", name).evaluate(LOOK) == rest.evaluate(LOOK), name
        assert rest.evaluate(LOOK) != before, name

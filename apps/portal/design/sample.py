"""What the design page shows: a component's own template, in one of its states, with invented data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NOBODY = 2**53  # no record has this number: what is pressed on the page finds nothing


@dataclass(frozen=True)
class Sample:
    """A component in a state. `inside` is what its markup needs around it: nothing, `table`, `rows`, `line`, `head` or `form`."""

    template: str
    state: Any = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    inside: str = ""

    @property
    def name(self) -> str:
        """The file, as one would include it."""
        return f"components/{self.template}.html"


@dataclass(frozen=True)
class Group:
    """Samples under one heading."""

    title: Any
    samples: list[Sample]

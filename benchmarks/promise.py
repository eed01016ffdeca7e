"""One promise of speed or quality, and whether this run kept it."""

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Promise:
    """`ratio` is against something measured in the same run; `bound` must hold, `stretch` is where we want to be."""

    name: str
    ratio: float
    bound: float
    stretch: float
    better: Literal["lower", "higher"] = "lower"
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.ratio >= self.bound if self.better == "higher" else self.ratio <= self.bound

    @property
    def verdict(self) -> str:
        """In two words."""
        return "holds" if self.holds else "falls short"

    def line(self, width: int = 44) -> str:
        """One line for people."""
        sign = ">=" if self.better == "higher" else "<="
        numbers = f"{self.ratio:8.2f}  {sign} {self.bound:<6g} stretch {self.stretch:<6g}"
        return f"{self.name:<{width}} {numbers} {self.verdict}{f'   ({self.note})' if self.note else ''}"

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "holds": self.holds, "verdict": self.verdict}

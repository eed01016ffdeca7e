"""What the engine answers: findings with their reasons, and clusters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Relation = Literal["same_brand", "sku_of_brand", "brand_of_portfolio", "same_company", "different"]
RELATIONS: Final[tuple[Relation, ...]] = (
    "same_brand",
    "sku_of_brand",
    "brand_of_portfolio",
    "same_company",
    "different",
)
LINKED = 0.5
"""From this probability on two brands are held for one."""
LISTED = 0.3
"""From this probability on a pair is worth a line in a report."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: `weight` is what it adds to the log-odds of "same brand", `text` says it in words.

    `message` is the same sentence with named placeholders for `params`, so that it can be translated.
    """

    feature: str
    value: Any
    weight: float
    text: str
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The four keys a report has."""
        return {"feature": self.feature, "value": self.value, "weight": round(self.weight, 4), "text": self.text}


UNSAID = ("none", "unsaid")
"""Values of reasons that say what neither name says."""
ONE_SIDE = "one side"
"""The value of a reason that says what only one name says: a product, say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is thought of a pair: `a` is the child or the lower id, `b` the parent or the higher.

    `probability` is that of "same brand" whatever the relation; `relation_probability` that of `relation`. `score` is
    the log-odds of `probability` and the sum of the reasons' weights. `keys` name the blocking rules that brought the
    two together. `veto` names the rule that forbids a merge, `must_link` is set when a person said they are one.
    `compared` holds the features of the pair, packed; `linkage.packing` reads them.
    """

    a: int
    b: int
    relation: Relation
    relation_probability: float
    probability: float
    score: float
    reasons: tuple[Reason, ...]
    keys: tuple[str, ...] = ()
    veto: str = ""
    must_link: bool = False
    same_family: bool = False
    same_host: bool = False
    compared: bytes = b""

    def sentence(self, most: int = 3) -> str:
        """The strongest reasons in one line; what neither name says is only told where there is nothing else to tell."""
        strong = sorted(self.reasons, key=lambda r: (r.value in UNSAID, -abs(r.weight)))[:most]
        return " ".join(r.text for r in strong if r.feature != "base")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Brands held for one: ids in rising order, and the edge that would break first."""

    members: tuple[int, ...]
    weakest: tuple[int, int]
    weakest_probability: float
    edges: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A whole scan: findings (by falling probability), clusters, how many pairs were compared, seconds by phase."""

    findings: tuple[Finding, ...]
    clusters: tuple[Cluster, ...]
    brands: int
    candidates: int
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Match:
    """One answer to "is this name new?": the id of a known brand and the finding about it."""

    id: int
    finding: Finding

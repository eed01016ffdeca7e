"""How proposals are routed: plain rules, read from JSON, without Django.

The defaults are those of the product: above 0.90 with the same website host or the same permit-holder family (that is
no service importer) merged automatically, once somebody switches it on; from 0.70 reviewed; below that flagged.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Route = Literal["automatic", "review", "flagged"]
EVIDENCE = ("same_host", "same_family")


class BadPolicy(ValueError):
    """The rules make no sense: `errors` is a list of (field, message)."""

    code = "invalid_value"
    hint = "Correct the rules and try again."

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {text}" if name else text for name, text in errors))
        self.errors = errors


@dataclass(frozen=True)
class Rules:
    """`automatic_above` and `review_from` are probabilities of "same brand"; any one of `evidence` is needed to merge
    without a person. `promise` is the share of audited automatic merges that must be right; `audit_share` of them are
    put before a person, and fewer than `audit_least` audits prove nothing. What no route takes is due after `sla_hours`,
    brands of service importers after `urgent_hours`; what nobody decides leaves the queue after `expire_days` (0: never).
    """

    automatic_above: float = 0.90
    review_from: float = 0.70
    evidence: tuple[str, ...] = EVIDENCE
    daily_cap: int = 200
    audit_share: float = 0.05
    audit_least: int = 10
    promise: float = 0.98
    four_eyes_from: int = 0
    sla_hours: int = 120
    urgent_hours: int = 24
    expire_days: int = 90
    seconds_per_review: int = 30
    credits_per_brand: float = 1.0
    survivorship: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Found:
    """What routing looks at: a proposal's weakest pair."""

    relation: str
    probability: float
    same_host: bool
    same_family: bool
    veto: str = ""


def route(found: Found, rules: Rules) -> Route:
    """Where a proposal goes. Exactly the threshold is not above it; a veto always asks for a person."""
    if found.probability < rules.review_from:
        return "flagged"
    evident = not rules.evidence or any(getattr(found, name) for name in rules.evidence)
    sure = found.relation == "same_brand" and found.probability > rules.automatic_above
    return "automatic" if sure and evident and not found.veto else "review"


def read(data: Any, *, fields_known: tuple[str, ...], criteria: tuple[str, ...]) -> Rules:
    """Rules from JSON; what is left out has its default. `fields_known` and `criteria` are the words of survivorship.
    Raises `BadPolicy` with every reason at once."""
    if not isinstance(data, Mapping):
        raise BadPolicy([("", "Send a JSON object.")])
    known = {one.name for one in fields(Rules)}
    errors = [(str(name), "There is no such rule.") for name in data if name not in known]
    values: dict[str, Any] = {}
    for name in known & set(data):
        text = _fault(name, data[name], fields_known, criteria)
        if text:
            errors.append((name, text))
        else:
            values[name] = _value(name, data[name])
    rules = Rules(**values)
    if rules.review_from > rules.automatic_above:
        errors.append(("review_from", "Must not be above automatic_above."))
    if errors:
        raise BadPolicy(sorted(errors))
    return rules


SHARES = {"automatic_above", "review_from", "audit_share", "promise"}
COUNTS = {
    "daily_cap": 100_000,
    "audit_least": 10_000,
    "four_eyes_from": 1000,
    "sla_hours": 8760,
    "urgent_hours": 8760,
    "expire_days": 3650,
    "seconds_per_review": 86_400,
}


def _fault(name: str, value: Any, fields_known: tuple[str, ...], criteria: tuple[str, ...]) -> str:
    if name in SHARES:
        return "" if _number(value) and 0 <= value <= 1 else "Enter a number from 0 to 1."
    if name in COUNTS:
        sound = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= COUNTS[name]
        return "" if sound else f"Enter a whole number from 0 to {COUNTS[name]}."
    if name == "credits_per_brand":
        return "" if _number(value) and 0 <= value <= 10_000 else "Enter a number from 0 up."  # noqa: PLR2004
    if name == "evidence":
        return "" if _words(value, EVIDENCE) else f"Name any of {', '.join(EVIDENCE)}."
    sound = isinstance(value, Mapping) and all(n in fields_known and _words(o, criteria) for n, o in value.items())
    return "" if sound else f"Give for any of {', '.join(fields_known)} an order of {', '.join(criteria)}."


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124  (no NaN)


def _words(value: Any, known: tuple[str, ...]) -> bool:
    return isinstance(value, list | tuple) and all(one in known for one in value) and len(set(value)) == len(value)


def _value(name: str, value: Any) -> Any:
    if name == "survivorship":
        return {key: tuple(order) for key, order in value.items()}
    return tuple(value) if name == "evidence" else value

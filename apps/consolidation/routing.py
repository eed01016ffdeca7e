"""Which queue takes a proposal: plain rules, without Django. The first route that fits takes it; none is fine too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_HANDS = 10


@dataclass(frozen=True)
class Conditions:
    """What a route asks; what is empty asks nothing."""

    relations: Sequence[str] = ()
    probability_from: float | None = None
    probability_to: float | None = None
    brands_from: int | None = None
    skus_from: int | None = None
    origins: Sequence[str] = ()
    categories: Sequence[str] = ()
    permits: Sequence[str] = ()
    service_importer: bool | None = None


@dataclass(frozen=True)
class Case:
    """What is looked at in a proposal: how sure it is, how much it would merge, and what its brands are."""

    relation: str
    probability: float
    brands: int
    skus: int
    origins: frozenset[str]
    categories: frozenset[str]
    permits: frozenset[str]
    service_importer: bool


def first_fit(routes: Sequence[Conditions], case: Case) -> int | None:
    """The place of the route that takes it."""
    return next((place for place, route in enumerate(routes) if fits(route, case)), None)


def fits(route: Conditions, case: Case) -> bool:
    """Whether all its conditions hold; of several values in one condition one is enough."""
    return (
        _one_of(route.relations, {case.relation})
        and _one_of(route.origins, case.origins)
        and _one_of(route.categories, case.categories)
        and _one_of(route.permits, case.permits)
        and (route.service_importer is None or route.service_importer == case.service_importer)
        and _is_big(route, case)
        and _is_as_sure(route, case)
    )


def _one_of(wanted: Sequence[str], there: Iterable[str]) -> bool:
    return not wanted or bool(set(wanted) & set(there))


def _is_big(route: Conditions, case: Case) -> bool:
    return case.brands >= (route.brands_from or 0) and case.skus >= (route.skus_from or 0)


def _is_as_sure(route: Conditions, case: Case) -> bool:
    """From the lower bound on, and below the upper one, so that neighbouring routes do not overlap; 1 takes all."""
    low, high = route.probability_from or 0.0, 1.0 if route.probability_to is None else route.probability_to
    return low <= case.probability and (case.probability < high or high == 1)


def at_hand(person: int, away: dict[int, int | None]) -> int | None:
    """Who does a person's work: they, or who stands in for them, or for that one; None when nobody does. `away` names
    for everybody who is away the stand-in."""
    found: int | None = person
    for _hand in range(MOST_HANDS):
        if found is None or found not in away:
            return found
        found = away[found]
    return None

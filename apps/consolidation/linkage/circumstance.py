"""What speaks for or against two brands beside their names: permits, origin, classes, websites, products, time.

What is not known of either side is NaN: it speaks neither for nor against.
"""

import numpy as np

from apps.consolidation.linkage.bags import Bags, Floats, Ints, shared
from apps.consolidation.linkage.columns import NOWHEN, Evidence
from apps.consolidation.linkage.weights import Weights

# Holders: other producers, a producer and an importer, other importers, a shared one, a shared producer.
OTHER_PRODUCERS, MIXED, OTHER_HOLDERS, SHARED_HOLDER, SHARED_PRODUCER = 0.0, 1.0, 2.0, 3.0, 4.0
# Origins: home and abroad, two countries, two states, a shared one.
HOME_AND_ABROAD, TWO_COUNTRIES, TWO_STATES, SHARED_ORIGIN = 0.0, 1.0, 2.0, 3.0
# Websites: other hosts, one host but other pages, one host.
OTHER_HOST, OTHER_PAGES, SAME_HOST = 0.0, 1.0, 2.0
_NEVER = np.float32(np.nan)
_YEAR = 365.25


def circumstance(left: Evidence, right: Evidence, a: Ints, b: Ints, weights: Weights) -> dict[str, Floats]:
    """Feature by feature for each pair (row of `left`, row of `right`)."""
    found = {
        "holder": _holder(left, right, a, b),
        "origin": _origin(left, right, a, b),
        "website": _website(left, right, a, b),
        "trade": _trade(left, right, a, b),
        "category": _overlap(left.classes, right.classes, a, b),
        "years_apart": _apart(left, right, a, b),
    }
    found["holder_size"] = _commonness(left.families, right.families, a, b, weights.families)
    found["origin_rarity"] = _commonness(left.origins, right.origins, a, b, weights.origins)
    found["host_size"] = _commonness(left.hosts, right.hosts, a, b, weights.hosts)
    known = _known(left.fanciful, right.fanciful, a, b)
    products = shared(left.fanciful, right.fanciful, a, b, weights.fanciful)
    found["fanciful"] = np.where(known, products, _NEVER)
    return found


def _nothing(left: Bags, right: Bags) -> bool:
    """Whether one side knows nothing of any of its brands, as a name that is asked for alone."""
    return not len(left.ids) or not len(right.ids)


def _known(left: Bags, right: Bags, a: Ints, b: Ints) -> np.ndarray:
    return (left.sizes_of(a) > 0) & (right.sizes_of(b) > 0)


def _holder(left: Evidence, right: Evidence, a: Ints, b: Ints) -> Floats:
    if _nothing(left.families, right.families):
        return np.full(len(a), _NEVER)
    one, two = left.producer[a], right.producer[b]
    both = shared(left.families, right.families, a, b) > 0
    state = np.full(len(a), OTHER_HOLDERS, np.float32)
    state[one != two] = MIXED
    state[(one == 1) & (two == 1)] = OTHER_PRODUCERS
    state[both] = np.where((one == 1) & (two == 1), SHARED_PRODUCER, SHARED_HOLDER)[both]
    state[~_known(left.families, right.families, a, b)] = _NEVER
    return state


def _origin(left: Evidence, right: Evidence, a: Ints, b: Ints) -> Floats:
    if _nothing(left.origins, right.origins):
        return np.full(len(a), _NEVER)
    one, two = left.imported[a], right.imported[b]
    state = np.full(len(a), TWO_STATES, np.float32)
    state[(one == 1) & (two == 1)] = TWO_COUNTRIES
    state[one != two] = HOME_AND_ABROAD
    state[shared(left.origins, right.origins, a, b) > 0] = SHARED_ORIGIN
    unknown = ~_known(left.origins, right.origins, a, b) | (((one == -1) | (two == -1)) & (state != SHARED_ORIGIN))
    state[unknown] = _NEVER
    return state


def _website(left: Evidence, right: Evidence, a: Ints, b: Ints) -> Floats:
    if _nothing(left.hosts, right.hosts):
        return np.full(len(a), _NEVER)
    same = shared(left.hosts, right.hosts, a, b) > 0
    state = np.where(same, np.float32(SAME_HOST), np.float32(OTHER_HOST))
    state[~_known(left.hosts, right.hosts, a, b)] = _NEVER
    at = np.flatnonzero(same)
    pages = [_one_page(left.paths[i], right.paths[j]) for i, j in zip(a[at].tolist(), b[at].tolist(), strict=True)]
    state[at[~np.array(pages, bool)]] = OTHER_PAGES
    return state


def _one_page(one: str, two: str) -> bool:
    return not one or not two or one == two


def _trade(left: Evidence, right: Evidence, a: Ints, b: Ints) -> Floats:
    one, two = left.trades[a], right.trades[b]
    return np.where((one == 0) | (two == 0), _NEVER, ((one & two) > 0).astype(np.float32))


def _overlap(left: Bags, right: Bags, a: Ints, b: Ints) -> Floats:
    if _nothing(left, right):
        return np.full(len(a), _NEVER)
    both = shared(left, right, a, b)
    lesser = np.minimum(left.sizes_of(a), right.sizes_of(b))
    return np.where(lesser > 0, both / np.maximum(lesser, 1), _NEVER).astype(np.float32)


def _apart(left: Evidence, right: Evidence, a: Ints, b: Ints) -> Floats:
    """Years between the end of one and the beginning of the other; 0 where they overlap."""
    later = np.maximum(left.first[a], right.first[b]).astype(np.float32)
    sooner = np.minimum(left.last[a], right.last[b]).astype(np.float32)
    years = np.maximum(later - sooner, 0) / np.float32(_YEAR)
    return np.where((left.first[a] == NOWHEN) | (right.first[b] == NOWHEN), _NEVER, years).astype(np.float32)


def _commonness(left: Bags, right: Bags, a: Ints, b: Ints, weights: Floats) -> Floats:
    """The rarity of what both share; NaN where they share nothing."""
    if _nothing(left, right):
        return np.full(len(a), _NEVER)
    both = shared(left, right, a, b, weights)
    return np.where(both > 0, both, _NEVER).astype(np.float32)

"""Which records are one brand: the rule of identity, as a pure function.

Within one normal form, two records are one brand when they share a permit-holder family (same permit,
same owner, same brewer mnemonic) or are both imported with the same origin. A service importer's permit
is no evidence. The relation is closed transitively. A record that would join two existing brands
joins neither to the other: it goes to the older, and is reported as a bridge.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

Combo = tuple[str, str, str]
"""(permit, origin code or empty, TTB ID where nothing else is evidence, else empty)"""


@dataclass(frozen=True)
class Evidence:
    """What links records: `keys(permit, origin)` gives the link words of one record."""

    family_of: Callable[[str], Iterable[str]]
    is_imported: Callable[[str], bool]

    def keys(self, combo: Combo) -> list[str]:
        """Link words such as `p:NY-I-1727`, `o:DIAGEO AMERICAS`, `m:APP`, `i:51`; a record without any stands alone."""
        permit, origin, alone = combo
        if alone:
            return [f"alone:{alone}"]
        words = list(self.family_of(permit))
        if origin and self.is_imported(origin):
            words.append(f"i:{origin}")
        return words


@dataclass
class Resolved:
    """Where each combo of one normal form goes.

    `existing`: combo -> id of the brand it joins; `fresh`: combo -> number of a new brand (from 0);
    `bridges`: combo -> ids of the existing brands it would have joined.
    """

    existing: dict[Combo, int] = field(default_factory=dict)
    fresh: dict[Combo, int] = field(default_factory=dict)
    bridges: dict[Combo, list[int]] = field(default_factory=dict)


def resolve(incoming: Sequence[Combo], present: Sequence[tuple[int, Combo]], evidence: Evidence) -> Resolved:
    """Place the incoming combos of one normal form; `present` are (brand id, combo) of what is there.

    The answer does not depend on the order of either.
    """
    answer = Resolved()
    owners = _owners(present, evidence)
    direct = {combo: _touched(evidence.keys(combo), owners) for combo in sorted(set(incoming))}
    for combo, brands in direct.items():
        if brands:
            answer.existing[combo] = brands[0]
        if len(brands) > 1:
            answer.bridges[combo] = brands
    _place_rest([c for c, brands in direct.items() if len(brands) <= 1], direct, evidence, answer)
    return answer


def _owners(present: Sequence[tuple[int, Combo]], evidence: Evidence) -> dict[str, set[int]]:
    owners: dict[str, set[int]] = defaultdict(set)
    for brand, combo in present:
        for key in evidence.keys(combo):
            owners[key].add(brand)
    return owners


def _touched(keys: Iterable[str], owners: dict[str, set[int]]) -> list[int]:
    return sorted({brand for key in keys for brand in owners.get(key, ())})


def _place_rest(combos: list[Combo], direct: dict[Combo, list[int]], evidence: Evidence, answer: Resolved) -> None:
    """Close the relation over the records that do not bridge by themselves."""
    fresh = 0
    for group in _components(combos, evidence):
        brands = sorted({direct[c][0] for c in group if direct[c]})
        loose = [c for c in group if not direct[c]]
        if not brands:
            answer.fresh |= dict.fromkeys(group, fresh)
            fresh += 1
            continue
        answer.existing |= dict.fromkeys(loose, brands[0])
        if len(brands) > 1:
            answer.bridges |= dict.fromkeys(group, brands)


def _components(combos: list[Combo], evidence: Evidence) -> list[list[Combo]]:
    """Groups linked by shared words, each sorted, in the order of their first member."""
    parent: dict[str, str] = {}

    def find(word: str) -> str:
        root = word
        while parent.setdefault(root, root) != root:
            root = parent[root]
        while parent[word] != root:
            parent[word], word = root, parent[word]
        return root

    first: dict[Combo, str] = {}
    for combo in combos:
        words = evidence.keys(combo)
        first[combo] = words[0]
        for word in words[1:]:
            parent[find(word)] = find(words[0])
    groups: dict[str, list[Combo]] = defaultdict(list)
    for combo in combos:
        groups[find(first[combo])].append(combo)
    return list(groups.values())

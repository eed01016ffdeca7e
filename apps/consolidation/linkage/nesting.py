"""Whether one name is the other and something more: a product, an edition, a younger house under the same roof."""

import numpy as np
import numpy.typing as npt

from apps.consolidation.linkage.bags import Floats, Ints
from apps.consolidation.linkage.columns import Evidence, Names

_NEVER = np.float32(np.nan)
_NEAR = 0.75  # rests as alike as this are one word written two ways


def nesting(
    names: tuple[Names, Names], evidence: tuple[Evidence, Evidence], a: Ints, b: Ints, found: dict[str, Floats]
) -> tuple[dict[str, Floats], npt.NDArray[np.bool_]]:
    """Features of "one is inside the other", and for each pair whether `a` is the child.

    `found` are the features of likeness; those that end in `_a` and `_b` are turned into child and parent.
    """
    extra = [found[f"products_{s}"] + found[f"numbers_{s}"] + found[f"kinds_{s}"] for s in "ab"]
    rest = [found["rest_a"], found["rest_b"]]
    alike = np.nan_to_num(found["rest_letters"]) >= _NEAR
    rest = [np.where(alike, np.float32(0), one) for one in rest]
    child_is_a = (rest[0] > rest[1]) | ((rest[0] == rest[1]) & (extra[0] > extra[1]))
    even = (rest[0] == rest[1]) & (extra[0] == extra[1])
    skus = [np.log1p(np.maximum(e.skus[n.brand[r]], 0)) for e, n, r in zip(evidence, names, (a, b), strict=True)]
    child_is_a |= even & (skus[0] < skus[1])

    def sided(one: Floats, two: Floats) -> tuple[Floats, Floats]:
        return np.where(child_is_a, one, two), np.where(child_is_a, two, one)

    features: dict[str, Floats] = {}
    for name, pair in (("words", rest), ("products", [found["products_a"], found["products_b"]])):
        features[f"child_{name}"], features[f"parent_{name}"] = sided(pair[0], pair[1])
    features["child_numbers"], features["parent_numbers"] = sided(found["numbers_a"], found["numbers_b"])
    features["child_kinds"], features["parent_kinds"] = sided(found["kinds_a"], found["kinds_b"])
    child_skus, parent_skus = sided(skus[0].astype(np.float32), skus[1].astype(np.float32))
    unknown = (child_skus == 0) | (parent_skus == 0)
    features["parent_is_larger"] = np.where(unknown, _NEVER, parent_skus - child_skus)
    features["known_product"] = _known_product(names, evidence, (a, b), child_is_a, features)
    return features, child_is_a


def _known_product(
    names: tuple[Names, Names],
    evidence: tuple[Evidence, Evidence],
    rows: tuple[Ints, Ints],
    child_is_a: npt.NDArray[np.bool_],
    features: dict[str, Floats],
) -> Floats:
    """1 where what the child has more is the name of a product of the parent; NaN where products are not known."""
    result = np.full(len(child_is_a), _NEVER, np.float32)
    nested = (features["parent_words"] == 0) & (features["child_words"] + features["child_products"] > 0)
    for i in np.flatnonzero(nested).tolist():
        child, parent = (0, 1) if child_is_a[i] else (1, 0)
        own = evidence[parent].products[names[parent].brand[rows[parent][i]]]
        if own:
            result[i] = _rest(names[child].full[rows[child][i]], names[parent].full[rows[parent][i]]) in own
    return result


def _rest(child: str, parent: str) -> str:
    words = parent.split()
    return " ".join([word for word in child.split() if word not in words])

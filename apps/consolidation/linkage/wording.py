"""Reasons in words: what each piece of evidence says, for somebody who buys wine and not for who made the engine."""

from collections.abc import Callable, Mapping
from math import isnan
from typing import Any, Final, NamedTuple

from apps.consolidation.linkage import circumstance as c
from apps.consolidation.linkage import likeness as n
from apps.consolidation.linkage.results import ONE_SIDE, Reason

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("letters", "edits", "whole_edits", "beginning", "whole", "length", "rest_letters"),
    "words": ("shared_words", "lesser_rest", "greater_rest"),
    "house": ("house", "kin"),
    "product": ("products", "numbers", "kinds"),
    "holder": ("holder", "holder_size"),
    "origin": ("origin", "origin_rarity"),
    "website": ("website", "host_size"),
    "class": ("trade", "category"),
    "time": ("years_apart",),
    "fanciful": ("fanciful",),
}
"""What is said together, and the features each sentence stands for."""

_CLOSE, _ALIKE = 0.85, 0.6
_A_SLIP = 2
_RARE = 6.5
_LONG_AGO = 2.0


class Facts(NamedTuple):
    """What sentences are made from: the features of a pair, its two names, the words they share and do not, and the words
    beside those that name (products, ages, numbers) that only one has."""

    values: Mapping[str, float]
    a: str
    b: str
    shared: str
    only_a: str
    only_b: str
    more: str


Said = tuple[Any, str]
"""A value and a sentence with placeholders."""


def _name(f: Facts) -> Said:
    letters = f.values["letters"]
    if letters == 1:
        return 1.0, _same_name(f)
    if letters >= _CLOSE or (letters >= _ALIKE and f.values["whole_edits"] <= _A_SLIP):
        return round(letters, 2), "The names differ by a letter or two: %(a)s and %(b)s."
    if f.shared and not (f.only_a and f.only_b):
        return round(letters, 2), "One name is the beginning or a part of the other: %(a)s and %(b)s."
    if letters >= _ALIKE:
        return round(letters, 2), "The names are alike in part: %(a)s and %(b)s."
    return round(letters, 2), "The names read differently: %(a)s and %(b)s."


def _same_name(f: Facts) -> str:
    if f.more:
        return "The words that name them are the same."
    if f.values["house"] in (n.ONE_SAYS, n.SAME_TRADE):
        return "The name is the same; only words such as brewery, estate or company differ or are left out."
    return "The two names are the same apart from how they are written."


def _words(f: Facts) -> Said:
    weight = round(f.values["shared_words"], 2)
    if not f.shared:
        return 0.0, "No word of the names is the same."
    rare = weight >= _RARE
    if not f.only_a and not f.only_b:
        if rare:
            return weight, "Every naming word is the same, and few other names have them: %(shared)s."
        return weight, "Every naming word is the same, but many names have them: %(shared)s."
    if f.only_a and f.only_b:
        if rare:
            return weight, "Both say %(shared)s, but one goes on with %(only_a)s and the other with %(only_b)s."
        return weight, "Only common words are shared (%(shared)s); %(only_a)s and %(only_b)s are not."
    return weight, "Both say %(shared)s; only one also says %(only)s."


def _house(f: Facts) -> Said:
    sentences = {
        n.UNSAID: ("unsaid", "Neither name says what kind of house it is."),
        n.ONE_SAYS: ("one says", "Only one of the names says what kind of house it is; that is often left out."),
        n.SAME_WORDS: ("same", "Both names use the same word for the house, such as brewery or cellars."),
        n.SAME_TRADE: ("same trade", "The names use different words for the same kind of house."),
        n.OTHER_TRADE: ("other trade", "The names speak of different trades, such as a brewery and a winery."),
    }
    return sentences[f.values["house"]]


def _product(f: Facts) -> Said:
    states = {name: f.values[name] for name in ("products", "numbers", "kinds")}
    if n.DIFFER in states.values():
        return "differ", "The names speak of different products, ages or numbers."
    if n.ONE_SIDE in states.values():
        if f.more:
            return ONE_SIDE, "Only one name goes on with a product, an age or an edition: %(more)s."
        return ONE_SIDE, "Only one of the names speaks of a product, an age or an edition."
    said = next((name for name, state in states.items() if state == n.EQUAL), "")
    return _SAME_PRODUCT.get(said, ("none", "Neither name speaks of a product."))


_SAME_PRODUCT: Final[Mapping[str, Said]] = {
    "products": ("same", "Both names speak of the same product."),
    "numbers": ("same", "Both names have the same number."),
    "kinds": ("same", "Both names say the same drink."),
}


def _holder(f: Facts) -> Said:
    sentences = {
        c.OTHER_PRODUCERS: ("other producers", "They are made under permits of different producers."),
        c.MIXED: ("producer and importer", "One comes from a producer, the other through an importer."),
        c.OTHER_HOLDERS: ("other holders", "They come through different permit holders."),
        c.SHARED_HOLDER: ("shared", "The same permit holder stands behind both."),
        c.SHARED_PRODUCER: ("shared producer", "The same producer makes both."),
    }
    return sentences[f.values["holder"]]


def _origin(f: Facts) -> Said:
    sentences = {
        c.HOME_AND_ABROAD: ("home and abroad", "One is American, the other is imported."),
        c.TWO_COUNTRIES: ("two countries", "They come from different countries."),
        c.TWO_STATES: ("two states", "They come from different states."),
        c.SHARED_ORIGIN: ("shared", "They have the same origin."),
    }
    return sentences[f.values["origin"]]


def _website(f: Facts) -> Said:
    sentences = {
        c.OTHER_HOST: ("other", "Their websites are different."),
        c.OTHER_PAGES: ("other pages", "They have different pages of one website."),
        c.SAME_HOST: ("same", "They have the same website."),
    }
    return sentences[f.values["website"]]


def _class(f: Facts) -> Said:
    if f.values["trade"] == 0:
        return "other", "One is wine, beer or spirits where the other is not."
    if f.values["category"] == 0:
        return "other category", "Their products are of different categories."
    return "same", "Their products are of the same kind."


def _time(f: Facts) -> Said:
    years = f.values["years_apart"]
    if years == 0:
        return 0.0, "They were filed in the same years."
    if years <= _LONG_AGO:
        return round(years, 1), "One was first filed soon after the other's last label."
    return round(years, 1), "Years lie between the last label of one and the first of the other."


def _fanciful(f: Facts) -> Said:
    weight = round(f.values["fanciful"], 2)
    if weight == 0:
        return 0.0, "They share no product name."
    return weight, "They share names of products."


_SAY: Final[Mapping[str, Callable[[Facts], Said]]] = {
    "name": _name, "words": _words, "house": _house, "product": _product, "holder": _holder, "origin": _origin,
    "website": _website, "class": _class, "time": _time, "fanciful": _fanciful,
}  # fmt: skip
_RULES: Final = {
    "decided_different": "A person has decided that they are not one brand.",
    "decided_same": "A person has decided that they are one brand.",
    "other_producers": "Different producers are never joined without a person.",
    "private_label": "It is a shop's own label, which many producers fill.",
    "no_name": "A brand without a name can be any brand.",
    "website_alone": "A shared website alone is no proof.",
}
BASE: Final = "How often two names that come this near turn out to be one brand."


def reasons(facts: Facts, weights: Mapping[str, float], score: float, rule: str, by_rule: float) -> tuple[Reason, ...]:
    """All reasons, strongest first; `weights` are by kind of reason, and all together sum to `score`. What is not known
    of either side is left out."""
    found = []
    params = {
        "a": facts.a, "b": facts.b, "shared": facts.shared, "only_a": facts.only_a, "only_b": facts.only_b,
        "only": facts.only_a or facts.only_b, "more": facts.more,
    }  # fmt: skip
    for group, say in _SAY.items():
        if _known(group, facts.values):
            value, message = say(facts)
            found.append(_reason(group, value, weights[group], message, params))
    if rule:
        found.append(_reason("rule", rule, by_rule, _RULES[rule], {}))
    found.append(_reason("base", None, score - sum(reason.weight for reason in found), BASE, {}))
    return tuple(sorted(found, key=lambda reason: -abs(reason.weight)))


def _known(group: str, values: Mapping[str, float]) -> bool:
    """Whether there is anything to say: a value that is not known is not a number."""
    if group == "class":
        return not isnan(values["trade"]) or not isnan(values["category"])
    return not isnan(values[_FIRST[group]])


_FIRST: Final = {group: names[0] for group, names in GROUPS.items()}


def _reason(feature: str, value: Any, weight: float, message: str, params: Mapping[str, Any]) -> Reason:
    if "%" not in message:
        return Reason(feature, value, weight, message, message, _NOTHING)
    used = {name: text for name, text in params.items() if f"%({name})s" in message}
    return Reason(feature, value, weight, message % used, message, used)


_NOTHING: Final[Mapping[str, Any]] = {}

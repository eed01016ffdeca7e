"""Proposals as people read them: the answer in one sentence, the reasons as bars, what would change the verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consolidation.choices import Relation
from apps.consolidation.selectors.proposals import product_sentence, strongest
from apps.core.kept_texts import told
from apps.portal.templatetags.portal import number

Row = Mapping[str, Any]
HALF = 50.0
LEAST = 0.8  # a bar that stands for something is never too thin to see
BANDS = ((0.9, gettext_lazy("almost certain")), (0.7, gettext_lazy("probable")), (0.5, gettext_lazy("possible")))
FEATURES = {"base": gettext_lazy("Before anything is known"), "rule": gettext_lazy("A fixed rule")}


@dataclass(frozen=True)
class Bar:
    """One reason: to the right of the middle it speaks for, to the left against."""

    label: str
    text: str
    weight: float
    x: float
    width: float
    tone: str


def band(probability: float) -> str:
    """How sure that is, in words."""
    return str(next((word for least, word in BANDS if probability >= least), _("similar names")))


def percent(value: float) -> str:
    """A probability as people read it; never more certain than it is."""
    return f"{min(max(round(value * 100), 1), 99)} %"


def answer(relation: str, names: Sequence[str], probability: float) -> str:
    """What a proposal says, in one sentence. A child comes before its parent."""
    words = {
        "a": names[0] if names else "?",
        "b": names[1] if len(names) > 1 else "?",
        "n": number(len(names)),
        "chance": percent(probability),
    }
    if relation == Relation.SKU_OF_BRAND:
        return _("“%(a)s” looks like a product of the brand “%(b)s” (%(chance)s).") % words
    if relation == Relation.BRAND_OF_PORTFOLIO:
        return _("“%(a)s” looks like a brand of the portfolio “%(b)s” (%(chance)s).") % words
    if relation == Relation.SAME_COMPANY:
        return _("“%(a)s” and “%(b)s” look like two brands of one company (%(chance)s).") % words
    if len(names) > 2:  # noqa: PLR2004
        return _("These %(n)s brands look like one, “%(a)s” (%(chance)s).") % words
    return _("“%(a)s” and “%(b)s” look like one brand (%(chance)s).") % words


def asked(who: str, names: Sequence[str], probability: float) -> str:
    """What a proposal says that one of two people has approved: who, not how alike the brands are, comes first."""
    shown = ", ".join(f"“{name}”" for name in names[:3])
    more = _("%(names)s and %(n)s more") % {"names": shown, "n": number(len(names) - 3)} if len(names) > 3 else shown  # noqa: PLR2004
    return _("%(who)s wants one brand of %(names)s (%(chance)s).") % {
        "who": who, "names": more, "chance": percent(probability),
    }  # fmt: skip


def ordered(row: Row, names: Mapping[int, str]) -> list[str]:
    """The names of a proposal's brands; where one is part of the other, the child first."""
    ids = list(row["member_ids"])
    pairs = row.get("pairs") or ()
    if len(ids) == 2 and pairs:  # noqa: PLR2004
        ids = [pairs[0]["a"], pairs[0]["b"]]
    return [names[pk] for pk in ids if pk in names]


def weakest(row: Row) -> Row | None:
    """The pair of a proposal that holds least."""
    return min(row.get("pairs") or (), key=lambda one: one.get("probability", 0), default=None)


def because(pair: Row | None, names: Sequence[str] = ()) -> str:
    """The strongest reason of a pair, as a sentence. Of a product filed as a brand, what its name says beyond the brand's:
    `names` are the child's and the parent's."""
    if pair and len(names) > 1:
        known = {pair["a"]: names[0], pair["b"]: names[1]}
        if said := product_sentence([dict(pair)], known):
            return said
    strong = strongest(pair)
    return told(strong[0]["text"]) if strong else ""


def _reasons(pair: Row | None) -> list[Row]:
    found = (pair or {}).get("reasons") or ()
    return sorted(found, key=lambda one: -abs(one.get("weight") or 0))


def bars(pair: Row | None) -> list[Bar]:
    """The reasons of a pair, the weightiest first; contributions sum to the score."""
    rows = _reasons(pair)
    most = max((abs(one.get("weight") or 0) for one in rows), default=0) or 1
    return [_bar(one, most) for one in rows]


def _bar(one: Row, most: float) -> Bar:
    weight = float(one.get("weight") or 0)
    width = max(HALF * abs(weight) / most, LEAST) if weight else 0.0
    name = str(one.get("feature", ""))
    label = str(FEATURES.get(name) or name.replace("_", " ").capitalize())
    tone = "for" if weight >= 0 else "against"
    return Bar(
        label, told(one.get("text", "")), weight, HALF if weight >= 0 else round(HALF - width, 2), round(width, 2), tone
    )


def turning(pair: Row | None) -> str:
    """What would change the verdict: the one reason without which it would fall to the other side. The points tell one
    brand from two; of other relations they do not decide."""
    if (pair or {}).get("relation") not in (None, Relation.SAME_BRAND):
        return ""
    rows = [one for one in _reasons(pair) if one.get("feature") != "base"]
    score = sum(float(one.get("weight") or 0) for one in _reasons(pair))
    for one in rows:
        if (score - float(one.get("weight") or 0) > 0) != (score > 0):
            return _("Without this the verdict would be the other one: %(reason)s") % {"reason": told(one["text"])}
    return _("No single reason decides: several would have to change.") if rows else ""

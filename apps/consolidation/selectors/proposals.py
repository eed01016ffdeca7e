"""One proposal with all a reviewer looks at."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.brands.selectors import records
from apps.brands.selectors.records import brand_names
from apps.consolidation.choices import MERGING, Relation
from apps.consolidation.linkage.results import ONE_SIDE, UNSAID
from apps.consolidation.models import Proposal
from apps.consolidation.remainder import remainder
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.lists import PROPOSALS
from apps.consolidation.selectors.merges import will_move
from apps.consolidation.selectors.queues import steps_of
from apps.core.kept_texts import told

Row = dict[str, Any]
SHOWN = 12
RESTS_ON = {
    Relation.SKU_OF_BRAND: ("words", "product"),
    Relation.BRAND_OF_PORTFOLIO: ("words", "holder", "website"),
    Relation.SAME_COMPANY: ("holder", "website"),
}


def proposal(pk: int) -> Row | None:
    """A proposal with its brands, the reasons as one sentence, what a merge would move, and the comments."""
    row = PROPOSALS.one(Proposal.objects.filter(pk=pk))
    if row is None:
        return None
    found = Proposal.objects.get(pk=pk)
    comments = found.comments.values("id", "text", "author_name", "created_at")
    return {
        **row,
        "pairs": found.pairs,
        "members": members(row["member_ids"]),
        "sentence": product_sentence(found.pairs, brand_names(row["member_ids"])) or sentence(found.pairs),
        "moves": will_move([one for one in row["member_ids"] if one != row["survivor_id"]]),
        "credits_saved": credits_saved(found),
        "comments": list(comments),
        "steps": steps_of(pk),
    }


def credits_saved(row: Proposal) -> float:
    """What its merge would save: each brand that goes into another one would have been enriched too."""
    brands = len(row.member_ids) - 1 if row.relation in MERGING else 0
    return round(brands * rules().credits_per_brand, 2)


def members(ids: list[int]) -> list[Row]:
    """The brands, as their pages show them."""
    found = (records.brand_head(pk) for pk in ids[:SHOWN])
    return [one for one in found if one is not None]


def product_sentence(pairs: list[Row], names: Mapping[int, str]) -> str:
    """Of a product filed as a brand, what its name says beyond the brand's; nothing of other pairs."""
    pair = min(pairs, key=lambda one: one.get("probability", 0), default={})
    if pair.get("relation") != Relation.SKU_OF_BRAND or not {pair["a"], pair["b"]} <= names.keys():
        return ""
    child, parent = names[pair["a"]], names[pair["b"]]
    rest = remainder(child, parent)
    if not rest:
        return ""
    given = {"brand": parent, "rest": rest}
    return _("The name is that of the brand “%(brand)s”, and then names a product: “%(rest)s”.") % given


def sentence(pairs: list[Row]) -> str:
    """The strongest reasons for the pair that holds least, in one line."""
    weakest = min(pairs, key=lambda one: one.get("probability", 0), default=None)
    return " ".join(told(one["text"]) for one in strongest(weakest)[:2])


def strongest(pair: Mapping[str, Any] | None) -> list[Row]:
    """The reasons of a pair, the weightiest first. Of two brands that are not one: what connects them, and first what such
    a relation rests on; what parts them is no news, but for the product that one of them is. What neither name says comes
    last, and so does the word for the house, which is weighty and tells little."""
    found = (pair or {}).get("reasons") or ()
    rows = [one for one in found if one.get("feature") != "base"]
    relation = (pair or {}).get("relation") or Relation.SAME_BRAND
    rests_on = RESTS_ON.get(relation, ())

    def is_product(one: Row) -> bool:
        return relation == Relation.SKU_OF_BRAND and one.get("value") == ONE_SIDE

    def place(one: Row) -> tuple[Any, ...]:
        feature, weight = one.get("feature"), abs(one.get("weight") or 0)
        tells = one.get("value") not in UNSAID and feature != "house"
        return not tells, not is_product(one), feature not in rests_on, -weight

    if relation != Relation.SAME_BRAND:
        rows = [one for one in rows if (one.get("weight") or 0) > 0 or is_product(one)] or rows
    return sorted(rows, key=place)

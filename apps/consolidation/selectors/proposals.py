"""One proposal with all a reviewer looks at."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.brands.selectors import records
from apps.brands.selectors.records import brand_names
from apps.consolidation.choices import MERGING, ProposalState, Relation
from apps.consolidation.linkage.results import ONE_SIDE, UNSAID
from apps.consolidation.models import Comment, Proposal
from apps.consolidation.remainder import remainder
from apps.consolidation.selectors.decided import rules
from apps.consolidation.selectors.lists import PROPOSALS
from apps.consolidation.selectors.merges import added, will_move_each
from apps.consolidation.selectors.queues import steps_of_each
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
    return next(iter(proposals([pk])), None)


def proposals(ids: Sequence[int]) -> list[Row]:
    """Proposals as `proposal` shows them, in this order; as many questions for one as for hundreds."""
    every = {"state": list(ProposalState.values), "fields": [",".join(PROPOSALS.names)]}
    rows = PROPOSALS.picked(every, ids)
    heads = records.brand_heads(list({pk for row in rows for pk in row["member_ids"][:SHOWN]}))
    members = {pk for row in rows for pk in row["member_ids"]}
    names, moves = brand_names(list(members)), will_move_each(list(members))
    comments, steps, worth = _comments(ids), steps_of_each(ids), rules().credits_per_brand
    return [
        {
            **row,
            "members": [heads[pk] for pk in row["member_ids"][:SHOWN] if pk in heads],
            "sentence": product_sentence(row["pairs"], names) or sentence(row["pairs"]),
            "moves": added(moves[pk] for pk in row["member_ids"] if pk != row["survivor_id"]),
            "credits_saved": _saved(row["relation"], row["member_ids"], worth),
            "comments": comments[row["id"]],
            "steps": steps[row["id"]],
        }
        for row in rows
    ]


def _comments(ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {pk: [] for pk in ids}
    rows = Comment.objects.filter(proposal_id__in=ids)
    for row in rows.values("proposal_id", "id", "text", "author_name", "created_at"):
        found[row["proposal_id"]].append({name: value for name, value in row.items() if name != "proposal_id"})
    return found


def credits_saved(row: Proposal) -> float:
    """What its merge would save: each brand that goes into another one would have been enriched too."""
    return _saved(row.relation, row.member_ids, rules().credits_per_brand)


def _saved(relation: str, members: Sequence[int], credits_per_brand: float) -> float:
    brands = len(members) - 1 if relation in MERGING else 0
    return round(brands * credits_per_brand, 2)


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

"""A product filed as a brand goes on being one: what arrives later under its name gets the fanciful name the decision gave,
and loses it again when the merge is taken back."""

from collections.abc import Iterable, Iterator

from apps.brands.models import Brand, Sku
from apps.brands.pipeline.arrivals import Named, names_arrivals
from apps.brands.selectors.merged import absorbed_by, roots
from apps.consolidation.choices import Relation
from apps.consolidation.models import Merge
from apps.consolidation.remainder import remainder
from apps.consolidation.selectors.trust import undone_acts
from apps.consolidation.services.moving import past_of
from apps.core.choices import ChangeKind
from apps.core.services.history import insert_history
from apps.core.sql import columns, comma, execute, table
from apps.core.undoing import Turned, after_undo

Brands = dict[int, tuple[str, str]]
"""Normal form and name in the source, by id"""


@names_arrivals
def decided_names() -> list[Named]:
    """By every merge of a product that stands: (normal form of the product, brand that answers for it, fanciful name). A
    spelling that was merged into the product before counts as the product."""
    rows = Merge.objects.filter(relation=Relation.SKU_OF_BRAND).exclude(change_set_id__in=undone_acts()).order_by("-id")
    merges = list(rows.values_list("survivor_id", "absorbed_ids"))
    products = {pk: survivor for survivor, absorbed in merges for pk in absorbed}
    below = absorbed_by(list(products))
    brands = _brands({*products, *products.values(), *(pk for others in below.values() for pk in others)})
    heirs = roots(products)
    return [
        (brands[pk][0], heirs[product], name)
        for product, parent in products.items()
        for pk, name in _names(product, parent, [one for one in below[product] if one not in products], brands)
    ]


def _names(product: int, parent: int, spellings: Iterable[int], brands: Brands) -> Iterator[tuple[int, str]]:
    """The product's name without the brand's, and that of each spelling, or the product's where it has none."""
    if product not in brands or parent not in brands:
        return
    own = remainder(brands[product][1], brands[parent][1])
    for pk in (product, *spellings):
        name = remainder(brands[pk][1], brands[parent][1]) or own
        if name:
            yield pk, name


def _brands(ids: set[int]) -> Brands:
    rows = Brand.objects.filter(pk__in=ids).values_list("pk", "normal_form", "source_name")
    return {pk: (form, name) for pk, form, name in rows}


@after_undo(ChangeKind.MERGE)
def unname(turn: Turned) -> None:
    """What came later, was named by the decision and has gone back to its brand is blank again, as its source says.
    Registered after what gives it back."""
    merge = Merge.objects.filter(change_set_id=turn.original_id, relation=Relation.SKU_OF_BRAND).first()
    if merge is None or turn.stands:
        return
    history, params = insert_history(Sku, "done", "~", reason="undo of a merge")
    execute(
        f"WITH done AS (UPDATE {table(Sku)} k SET fanciful_name = k.edited->>'fanciful_name', "
        "edited = k.edited - 'fanciful_name' WHERE k.brand_id = ANY(%s) AND k.edited ? 'fanciful_name' "
        "AND coalesce(btrim(k.edited->>'fanciful_name'), '') = '' "
        f"AND EXISTS (SELECT 1 FROM {past_of(Sku)} h WHERE h.id = k.id AND h.history_type = '+' "
        "AND h.change_set_id > %s AND h.fanciful_name = k.fanciful_name AND h.edited ? 'fanciful_name') "
        f"RETURNING {comma(columns(Sku), 'k')}) {history}",
        [merge.absorbed_ids, merge.change_set_id, *params],
    )

"""New records under the name of a brand that was merged away: higher apps say what to call a product filed as a brand.

An app registers with `@names_arrivals` a function that answers (normal form, brand that answers for it, fanciful name).
"""

from collections.abc import Callable, Iterable

from apps.core.sql import execute, fetch, scalar
from apps.registry.formats.names import identity_form

Named = tuple[str, int, str]
Namer = Callable[[], Iterable[Named]]
NAMERS: list[Namer] = []
BLANK = "coalesce(btrim(d.fanciful_name), '') = ''"


def names_arrivals(call: Namer) -> Namer:
    """Register one; it is asked once an import."""
    NAMERS.append(call)
    return call


def name_arrivals() -> int:
    """Give new rows of `delta` without a fanciful name the one that was decided; what the source said stays in `edited`.
    The rows must be in `homes`. How many were named."""
    if not NAMERS or not scalar("SELECT EXISTS (SELECT 1 FROM brands_brand WHERE merged_into_id IS NOT NULL)"):
        return 0
    decided = {(form, heir): name for call in NAMERS for form, heir, name in call()}
    if not decided:
        return 0
    rows = fetch(
        "SELECT d.row, d.brand_name, h.brand_id FROM delta d JOIN homes h USING (row) "
        f"WHERE d.is_new AND {BLANK} AND h.brand_id = ANY(%s)",
        [sorted({heir for _form, heir in decided})],
    )
    forms = {name: identity_form(name) for _row, name, _brand in rows}
    found = [(row, decided[forms[name], brand]) for row, name, brand in rows if (forms[name], brand) in decided]
    if not found:
        return 0
    return execute(
        "UPDATE delta d SET fanciful_name = n.name, "
        "edited = d.edited || jsonb_build_object('fanciful_name', d.fanciful_name) "
        "FROM unnest(%s::integer[], %s::text[]) n(row, name) WHERE n.row = d.row",
        [[row for row, _name in found], [name for _row, name in found]],
    )

"""Is this name new? Asked of the index that scans use."""

from typing import Any

from apps.brands.models import Brand
from apps.consolidation.linkage.matching import match
from apps.consolidation.linkage.records import Brands
from apps.consolidation.selectors.learned import model_in_use
from apps.consolidation.selectors.table import index_now
from apps.registry.formats import codes
from apps.registry.formats.ids import permit_text

GUEST = 0


def known_like(
    *, name: str, permit: str = "", origin: str = "", class_type: str = "", website: str = ""
) -> list[dict[str, Any]]:
    """Brands a name may be: [{brand_id, brand, relation, relation_probability, probability, sentence, reasons}]."""
    asked = Brands(
        ids=[GUEST],
        names=[name],
        permits=[[permit_text(permit)] if permit else []],
        origins=[[codes.origin_code(origin) or origin] if origin else []],
        classes=[[codes.class_code(class_type) or class_type] if class_type else []],
        websites=[[website] if website else []],
    )
    found = match(asked, index_now(to_ask=True).index, model=model_in_use())
    names = dict(Brand.objects.filter(pk__in=[one.id for one in found]).values_list("pk", "display_name"))
    return [
        {
            "brand_id": one.id,
            "brand": names.get(one.id, ""),
            "relation": one.finding.relation,
            "relation_probability": round(one.finding.relation_probability, 4),
            "probability": round(one.finding.probability, 4),
            "sentence": one.finding.sentence(),
            "reasons": [reason.as_dict() for reason in one.finding.reasons],
        }
        for one in found
        if one.id in names
    ]

"""What a merge would do, as its pages show it: who stays, and where the brands differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from apps.consolidation.services.survivorship import Kept
from apps.consolidation.words import FIELDS
from apps.portal.views.base import whole

Row = dict[str, Any]


def differing(members: Sequence[Row], kept: Mapping[str, Kept]) -> list[Row]:
    """Fields of which the brands have several values: {field, values: [(brand, value)], winner}, where `winner` is the
    brand whose value the policy keeps."""
    return [one for name in FIELDS if (one := _differing(name, members, kept))]


def _differing(name: str, members: Sequence[Row], kept: Mapping[str, Kept]) -> Row | None:
    values = {one["id"]: one.get(name) or "" for one in members}
    if name not in kept or len(set(values.values()) - {""}) < 2:  # noqa: PLR2004
        return None
    winner = kept[name]
    values.setdefault(winner.brand_id, winner.value or "")  # of a brand that is not shown side by side
    filled = [(pk, value) for pk, value in values.items() if value]
    return {"field": name, "values": filled, "winner": winner.brand_id}


def chosen(posted: QueryDict) -> dict[str, int]:
    """Per field the brand whose value a person chose on the form; the policy's own choice is not named."""
    return {name: brand for name in FIELDS if (brand := whole(posted.get(f"keep_{name}")))}

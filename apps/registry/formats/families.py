"""Service importers: firms that file for others, so that their permit is no evidence of a common owner."""

import re
from collections.abc import Iterable
from functools import cache

from apps.registry.formats import tables
from apps.registry.formats.ids import permit_text
from apps.registry.formats.names import normal_form


def service_family(permit: str, owner_names: Iterable[str] = ()) -> str | None:
    """The service-importer family of a permit, by its number or by a name of its holder; else None.

    Names match on whole words: MHW LTD is MHW, MHWORKS is not; PARK STREET matches with or without its space.
    """
    family = _permits().get(permit_text(permit))
    if family is not None:
        return family
    for name in owner_names:
        form = normal_form(name)
        for pattern, named in _patterns():
            if pattern.search(form):
                return named
    return None


@cache
def _permits() -> dict[str, str]:
    return {r["value"]: r["family"] for r in tables.rows("service_importers") if r["kind"] == "permit"}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(normal_form(r['value']))}(?!\w)"), r["family"])
        for r in tables.rows("service_importers")
        if r["kind"] == "name_pattern"
    )

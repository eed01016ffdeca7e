"""Service importers: firms that file for others, so that their permit is no evidence of a common owner."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from apps.registry.formats import tables
from apps.registry.formats.ids import permit_text
from apps.registry.formats.names import normal_form

Rule = tuple[str, str, str]
"""(family, "permit" or "name_pattern", value)"""


class FamilyRules:
    """Rules that tell a service importer by its permit's number or by whole words of its holder's name.

    MHW LTD is MHW, MHWORKS is not; PARK STREET matches with or without its space.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        known = list(rules)
        self._permits = {permit_text(value): family for family, kind, value in known if kind == "permit"}
        self._patterns = [
            (re.compile(rf"(?<!\w){re.escape(normal_form(value))}(?!\w)"), family)
            for family, kind, value in known
            if kind == "name_pattern" and normal_form(value)
        ]

    def family(self, permit: str, owner_names: Sequence[str] = ()) -> str | None:
        """The family of a permit, by its number or by a name of its holder; else None."""
        found = self._permits.get(permit_text(permit))
        if found or not owner_names:
            return found
        return next((named for name in owner_names if (named := self._by_name(name))), None)

    def _by_name(self, name: str) -> str | None:
        form = normal_form(name)
        return next((family for pattern, family in self._patterns if pattern.search(form)), None)


def shipped_rules() -> list[Rule]:
    """The rules the project comes with; an installation keeps its own, editable copy of them."""
    return [(r["family"], r["kind"], r["value"]) for r in tables.rows("service_importers")]


@cache
def _shipped() -> FamilyRules:
    return FamilyRules(shipped_rules())


def service_family(permit: str, owner_names: Sequence[str] = ()) -> str | None:
    """The family of a permit by the rules the project comes with."""
    return _shipped().family(permit, owner_names)

"""Why some records are one brand, told from what the brand says: plain sentences, strongest first."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.registry.formats import codes

Record = dict[str, Any]


def reasons(brand: Record) -> list[str]:
    """The rule that made this brand, with its evidence."""
    names = sorted({brand["source_name"], *brand["aliases"]})
    found = [
        ngettext(
            "Its one spelling has the normal form %(form)s.",
            "Its %(n)d spellings all have the normal form %(form)s.",
            len(names),
        )
        % {"n": len(names), "form": brand["normal_form"]}
    ]
    return [*found, *_permits(brand), *_origins(brand)]


def _permits(brand: Record) -> list[str]:
    if not brand["permits"]:
        return [_("No SKU names it now.")]
    if len(brand["permits"]) == 1:
        return [_("Every SKU names the same permit, %(permit)s.") % {"permit": brand["permits"][0]}]
    owners: dict[str, list[str]] = defaultdict(list)
    for holder in brand["holders"]:
        if holder["owner"]:
            owners[holder["owner"]].append(holder["permit"])
    shared = [(owner, permits) for owner, permits in owners.items() if len(permits) > 1]
    return [_("%(owner)s holds %(permits)s.") % {"owner": o, "permits": ", ".join(sorted(p))} for o, p in shared]


def _origins(brand: Record) -> list[str]:
    imported = [code for code in brand["origins"] if codes.is_imported(code)]
    if not imported or len(brand["permits"]) < 2:  # noqa: PLR2004
        return []
    names = ", ".join(codes.origin(code).name for code in imported)  # type: ignore[union-attr]
    return [_("Different importers bring it in from the same origin: %(names)s.") % {"names": names}]


def services(brand: Record) -> list[str]:
    """Families of service importers among its permits: no evidence of one brand."""
    return sorted({holder["family"] for holder in brand["holders"] if holder["family"]})

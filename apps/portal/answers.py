"""What a record is, in a sentence or two made from its facts. Whole sentences, so that they can be translated."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.portal.categories import category
from apps.portal.templatetags.portal import day, number, some

Record = dict[str, Any]


def of_brand(brand: Record) -> str:
    """`Wine from France, known by 12 SKUs. Approved from … to …. Every SKU names Acme Imports.`"""
    if not brand["sku_count"]:
        return _("No SKU names this brand now.")
    return " ".join(filter(None, [_what(brand), _when(brand), _who(brand)]))


def _what(brand: Record) -> str:
    given = {
        "categories": some([category(one) for one in brand["categories"] or ()], 3),
        "origins": some(brand["origin_names"], 3),
        "count": number(brand["sku_count"]),
    }
    n = brand["sku_count"]
    if brand["categories"] and brand["origin_names"]:
        text = ngettext(
            "%(categories)s from %(origins)s, known by %(count)s SKU.",
            "%(categories)s from %(origins)s, known by %(count)s SKUs.",
            n,
        )
    elif brand["origin_names"]:
        text = ngettext("From %(origins)s, known by %(count)s SKU.", "From %(origins)s, known by %(count)s SKUs.", n)
    elif brand["categories"]:
        text = ngettext("%(categories)s, known by %(count)s SKU.", "%(categories)s, known by %(count)s SKUs.", n)
    else:
        text = ngettext("Known by %(count)s SKU.", "Known by %(count)s SKUs.", n)
    return text % given


def _when(record: Record) -> str:
    first, last = record["first_completed"], record["last_completed"]
    if not last:
        return _("None of them has a date of approval.")
    if first == last:
        return _("Approved on %(day)s.") % {"day": day(last)}
    return _("Approved from %(first)s to %(last)s.") % {"first": day(first), "last": day(last)}


def _who(brand: Record) -> str:
    owners = list(dict.fromkeys(one["owner"] or one["permit"] for one in brand["holders"]))
    if len(brand["permits"]) == 1:
        return _("%(owner)s holds its one permit.") % {"owner": [*owners, *brand["permits"]][0]}
    if len(owners) > 1:
        given = {"n": number(len(brand["permits"])), "owners": some(owners, 2)}
        return _("%(owners)s hold its %(n)s permits.") % given
    return _("It has %(n)s permits.") % {"n": number(len(brand["permits"]))}


def of_importer(importer: Record) -> str:
    """`Holder of CA-I-1 in California: 12 SKUs of 3 brands. Approved from … to ….`"""
    if not importer["sku_count"]:
        return _("No SKU names this permit now.")
    given = {"skus": number(importer["sku_count"]), "brands": number(importer["brand_count"])}
    if importer["brand_count"] == 1:
        text = ngettext(
            "%(skus)s SKU of one brand names it.", "%(skus)s SKUs of one brand name it.", importer["sku_count"]
        )
    else:
        text = _("%(skus)s SKUs of %(brands)s brands name it.")
    return f"{text % given} {_when(importer)}"

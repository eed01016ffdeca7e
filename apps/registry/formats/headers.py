"""Recognising the columns of COLA files and permit lists by the many names people give them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

COLA_COLUMNS = (
    "ttb_id", "permit", "serial", "completed_date", "fanciful_name", "brand_name",
    "origin", "origin_desc", "class_type", "class_type_desc", "status", "website",
)  # fmt: skip
PERMIT_COLUMNS = (
    "number", "owner", "operating_name", "street", "city", "state", "zip", "county", "industry_type", "new_flag",
)  # fmt: skip
COLA_REQUIRED = ("ttb_id", "permit", "brand_name")
PERMIT_REQUIRED = ("number", "owner")
_NOT_OPTIONAL_TO_NAME = ("status", "website")  # the registry's own export has neither

Kind = Literal["cola", "permits", "unknown"]

_COLA_NAMES = {
    "ttb_id": "ttbid ttb ttbno ttbnumber ttbidnumber colaid colanumber",
    "permit": "permit permitno permitnumber permitnum permitid plantregistry registrypermit plantregistrybasicpermitno "
    "permitnoplantregistry",
    "serial": "serial serialno serialnumber serialnum serialid",
    "completed_date": "completeddate datecompleted completed completiondate approvaldate dateapproved approveddate "
    "approvedon completedon date",
    "fanciful_name": "fancifulname fanciful fancyname productname",
    "brand_name": "brandname brand",
    "origin": "origin origincode country countrycode location origincd originid countryoforigin",
    "origin_desc": "origindesc origindescription originname origincodedesc origincodedescription countryname",
    "class_type": "classtype classtypecode class classcode classtypecd classtypeid producttype classtypenumber type",
    "class_type_desc": "classtypedesc classtypedescription classdesc classdescription classtypename "
    "classtypecodedesc classtypecodedescription producttypedesc",
    "status": "status colastatus ttbstatus",
    "website": "website web site homepage websiteurl brandwebsite",
}
_PERMIT_NAMES = {
    "number": "permitnumber permitno permit permitnum number permitid",
    "owner": "ownername owner wineryowner permitowner companyname holder permitholder",
    "operating_name": "operatingname operating wineryname tradename dba dbaname operatingtradename",
    "street": "street address streetaddress premstreet premisesstreet addressline1",
    "city": "city premcity premisescity town",
    "state": "state premstate premisesstate",
    "zip": "zip zipcode premzip premiseszip postalcode postcode premiseszipcode",
    "county": "county premcounty premisescounty",
    "industry_type": "industrytype industry permittype",
    "new_flag": "newpermitflag newflag newpermit new",
}
_COLA_ALIASES = {name: column for column, names in _COLA_NAMES.items() for name in names.split()}
_PERMIT_ALIASES = {name: column for column, names in _PERMIT_NAMES.items() for name in names.split()}
_FEW = 3  # known columns below which a header says nothing
_ALIKE = 60  # of 100, to be worth naming
_ONLY_PERMITS = {"owner", "operating_name", "street", "city", "zip", "county", "industry_type", "new_flag"}


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What a header says: its kind, where each known column stands, and what is missing.

    `columns` maps canonical names to positions (from 0), `unmapped` are headers nobody asked for, `nearest` gives
    for each missing required column the most alike of them.
    """

    kind: Kind
    columns: dict[str, int]
    missing_required: tuple[str, ...]
    missing_optional: tuple[str, ...]
    unmapped: tuple[str, ...]
    nearest: dict[str, str] = field(default_factory=dict)


def recognise(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> HeaderMatch:
    """Recognise `header`; `mapping` (header as in the file -> canonical name, "" to leave out) goes first."""
    names = [_key(name) for name in header]
    chosen = {_key(name): column for name, column in (mapping or {}).items()}
    cola = _located(names, chosen, _COLA_ALIASES, COLA_COLUMNS)
    permits = _located(names, chosen, _PERMIT_ALIASES, PERMIT_COLUMNS)
    kind = _kind(cola, permits)
    columns = permits if kind == "permits" else cola
    return _match(kind, header, columns)


def _match(kind: Kind, header: Sequence[str], columns: dict[str, int]) -> HeaderMatch:
    required = PERMIT_REQUIRED if kind == "permits" else COLA_REQUIRED
    every = PERMIT_COLUMNS if kind == "permits" else COLA_COLUMNS
    missing = tuple(c for c in required if c not in columns)
    optional = tuple(c for c in every if c not in (*columns, *required, *_NOT_OPTIONAL_TO_NAME))
    taken = set(columns.values())
    unmapped = tuple(name for i, name in enumerate(header) if i not in taken and name.strip())
    return HeaderMatch(kind, columns, missing, optional, unmapped, _nearest(missing, unmapped))


def _kind(cola: dict[str, int], permits: dict[str, int]) -> Kind:
    if "ttb_id" in cola or ("brand_name" in cola and len(cola) >= _FEW):
        return "cola"
    if "number" in permits and len(_ONLY_PERMITS & permits.keys()) > 1:
        return "permits"
    if "permit" in cola and len(cola) > _FEW:
        return "cola"
    return "unknown"


def _located(
    names: Sequence[str], chosen: Mapping[str, str], aliases: Mapping[str, str], allowed: Sequence[str]
) -> dict[str, int]:
    """Position of each canonical column: the mapped ones first, then the first header of each name."""
    found: dict[str, int] = {}
    for i, name in enumerate(names):
        column = chosen.get(name, "")
        if column in allowed and column not in found:
            found[column] = i
    for i, name in enumerate(names):
        column = aliases.get(name, "")
        if column and name not in chosen and column not in found:
            found[column] = i
    return dict(sorted(found.items(), key=lambda item: allowed.index(item[0])))


def _nearest(missing: Sequence[str], unmapped: Sequence[str]) -> dict[str, str]:
    near = {}
    for column in missing:
        wanted = column.replace("_", " ")
        best = process.extractOne(
            wanted, unmapped, scorer=fuzz.WRatio, processor=lambda s: re.sub(r"[_\W]+", " ", s).lower()
        )
        if best and best[1] >= _ALIKE:
            near[column] = str(best[0])
    return near


def _key(name: str) -> str:
    """A header without case, spaces, underscores, hyphens, dots and slashes."""
    return re.sub(r"[^a-z0-9]", "", name.lower())

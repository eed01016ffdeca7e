"""What a permit says about who stands behind a brand."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from apps.registry.formats.families import service_family
from apps.registry.formats.ids import parse_permit

_PLANTS = ("DSP", "BW", "BWN", "BWC", "BWH", "BR", "TPWBH")


class Holder(NamedTuple):
    """A permit as evidence: the keys of its holder's family, and whether it is a producer's or an importer's."""

    keys: tuple[str, ...]
    producer: bool
    importer: bool


@lru_cache(maxsize=100_000)
def holder(number: str) -> Holder:
    """What `number` proves; nothing if it belongs to a known service importer or has no known form."""
    if service_family(number):
        return Holder((), producer=False, importer=False)
    permit = parse_permit(number)
    if not permit.known:
        return Holder((), producer=False, importer=False)
    plant = permit.kind in _PLANTS
    keys = [permit.text]
    if plant and permit.mnemonic:
        keys.append(f"{permit.kind} {permit.mnemonic}")
    return Holder(tuple(keys), producer=plant, importer=permit.kind == "I")


def holders(numbers: Iterable[str], service: frozenset[str]) -> list[Holder]:
    """What the permits of one brand prove, those of `service` importers left out."""
    return [holder(number) for number in numbers if number and number not in service]

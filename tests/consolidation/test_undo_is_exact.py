"""Whatever is merged, in whatever chains, with whatever edits between: taking all merges back leaves what would be
there had they never been, and history only grows."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.brands.models import Brand, BrandSummary, PermitSummary, SearchName, Sku
from apps.brands.pipeline.search_names import refresh_search_names
from apps.brands.pipeline.summaries import TOUCHED, refresh_touched
from apps.brands.selectors.merged import root_of
from apps.brands.services import catalogue
from apps.consolidation.services.merging import Order, merge_brands
from apps.core.services.undo import undo
from apps.core.sql import execute
from apps.core.tracking import tracked_models
from tests.brands.files import row, take
from tests.brands.shelf import put
from tests.factories.state import state

pytestmark = pytest.mark.usefixtures("in_acme")
NAMES = ["ALPHA", "ALPHA RED", "BRAVO", "BRAVO DARK ALE", "CHARLIE"]
PLACES = st.integers(0, len(NAMES) - 1)
SITES = st.sampled_from(["https://one.example", "https://two.example", None])

MERGE = st.tuples(st.just("merge"), PLACES, PLACES, st.sampled_from(["same_brand", "sku_of_brand"]))
NAME_SKU = st.tuples(st.just("fanciful"), st.integers(0, 20), st.sampled_from(["GRAND VIN", "RESERVE"]))
ARRIVE = st.tuples(st.just("arrive"), PLACES)
MOVE = st.tuples(st.just("move"), st.integers(0, 20), PLACES)
UNDO = st.tuples(st.just("undo"), st.integers(0, 5))
STEPS = st.lists(st.one_of(MERGE, MERGE, NAME_SKU, ARRIVE, MOVE, UNDO), max_size=10)
SHELF = st.lists(
    st.tuples(st.integers(0, 3), SITES, st.booleans()), min_size=len(NAMES), max_size=len(NAMES)
)  # per brand: SKUs, website, and whether a person set it and the name


class Over(Exception):
    """Ends an example: nothing of it stays."""


@dataclass
class World:
    """The brands of an example, and what would be there without merges: the home and name of each SKU."""

    brands: list[Brand] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    fanciful: dict[str, str | None] = field(default_factory=dict)
    merges: list[int] = field(default_factory=list)
    edited: set[str] = field(default_factory=set)


def _world(shelf):
    world, number = World(), 1
    for name, (count, site, by_person) in zip(NAMES, shelf, strict=True):
        brand = put(name, *({"ttb_id": f"24001001{number + n:06d}"} for n in range(count or 1)), website=None)
        for n in range(count or 1):
            world.homes[f"24001001{number + n:06d}"] = name
        number += count or 1
        if by_person and site:
            catalogue.update_brand(brand.pk, values={"website": site, "display_name": f"{name} OF OLD"})
        world.brands.append(brand)
    world.fanciful = dict.fromkeys(world.homes)
    return world


def _step(world, step):
    kind, *values = step
    {"merge": _merge, "arrive": _arrive, "fanciful": _name, "move": _move, "undo": _undo}[kind](world, *values)


def _arrive(world, place):
    number = 500 + len(world.homes)
    take([row(number, brand_name=NAMES[place])])
    world.homes[f"24001001{number:06d}"] = NAMES[place]
    world.fanciful[f"24001001{number:06d}"] = None


def _name(world, place, text):
    ttb_id = sorted(world.homes)[place % len(world.homes)]
    catalogue.update_sku(Sku.objects.get(ttb_id=ttb_id).pk, values={"fanciful_name": text})
    world.fanciful[ttb_id] = text


def _move(world, place, to):
    """A SKU put by hand into another brand than it is in stays with that one."""
    ttb_id = sorted(world.homes)[place % len(world.homes)]
    sku, brand = Sku.objects.get(ttb_id=ttb_id), root_of(world.brands[to].pk)
    if sku.brand_id != brand:
        catalogue.update_sku(sku.pk, values={"brand_id": brand})
        world.homes[ttb_id] = Brand.objects.get(pk=brand).normal_form


def _undo(world, place):
    if world.merges:
        undo(world.merges.pop(place % len(world.merges)), choice="keep_later")


def _merge(world, one, other, relation):
    survivor, absorbed = root_of(world.brands[one].pk), root_of(world.brands[other].pk)
    if survivor != absorbed:
        merge = merge_brands(Order(survivor, [absorbed], relation=relation))
        world.merges.append(merge.change_set_id)


def _history():
    return {m.__name__: set(m.history.model.objects.values_list("history_id", flat=True)) for m in tracked_models()}


def _derived():
    names = set(SearchName.objects.values_list("kind", "spelling", "brand"))
    return list(BrandSummary.objects.order_by("pk").values()), names


def _fresh_summaries():
    for model in (BrandSummary, PermitSummary):
        model.objects.all().delete()
    execute(f"{TOUCHED}; INSERT INTO touched_brands SELECT id FROM brands_brand")
    execute("INSERT INTO touched_permits SELECT DISTINCT permit FROM brands_sku")
    refresh_touched()
    return _summaries()


def _summaries():
    return [list(model.objects.order_by("pk").values()) for model in (BrandSummary, PermitSummary)]


def _fresh_names():
    SearchName.objects.all().delete()
    refresh_search_names()
    return set(SearchName.objects.values_list("kind", "spelling", "brand"))


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(SHELF, STEPS, st.randoms(use_true_random=False))
def test_taking_back_every_merge_in_any_order_leaves_what_would_be_there_without(shelf, steps, random):
    _all_back(shelf, steps, random.shuffle)


def test_what_was_written_by_a_merge_taken_back_since_does_not_come_back():
    """Two merges are chained, the first two are taken back while the third stands, and a fourth brings the first brand
    to the end of the chain by another way."""
    shelf = [(0, None, False), (0, None, False), (2, None, False), (3, None, False), (0, None, False)]
    merges = [("merge", survivor, absorbed, "same_brand") for survivor, absorbed in ((0, 2), (1, 0), (3, 0), (0, 4))]
    steps = [*merges, ("undo", 0), ("undo", 0), ("merge", 3, 0, "same_brand")]

    def last_first_last(acts):
        acts[:] = [acts[1], acts[0], acts[2]]

    _all_back(shelf, steps, last_first_last)


def _all_back(shelf, steps, order):
    with pytest.raises(Over), transaction.atomic():
        world = _world(shelf)
        before = {one["id"]: one for one in Brand.objects.values()}
        for step in steps:
            _step(world, step)
        past = _history()
        order(world.merges)
        for act in world.merges:
            undo(act, choice="keep_later")
        assert {one["id"]: one for one in Brand.objects.filter(id__in=before).values()} == before
        assert not Brand.objects.filter(merged_into_id__isnull=False).exists()
        found = dict(Sku.objects.values_list("ttb_id", "brand__normal_form"))
        assert found == world.homes
        assert dict(Sku.objects.values_list("ttb_id", "fanciful_name")) == world.fanciful
        assert all(past[name] <= rows for name, rows in _history().items())
        assert _summaries() == _fresh_summaries()
        assert _derived()[1] == _fresh_names()
        raise Over


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(SHELF, st.lists(MERGE, min_size=1, max_size=4))
def test_undo_then_undo_of_the_undo_is_where_one_was(shelf, steps):
    with pytest.raises(Over), transaction.atomic():
        world = _world(shelf)
        for step in steps:
            _step(world, step)
        if not world.merges:
            raise Over
        merged, derived = state(), _derived()
        back = undo(world.merges[-1])
        again = undo(back.change_set)
        assert again.conflicts == []
        assert state() == merged
        assert _derived() == derived
        raise Over

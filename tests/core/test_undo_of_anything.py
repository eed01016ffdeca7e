"""Whatever an act does to brands and SKUs, its undo gives exactly the state before; the undo of that, the state after.

Each example is a transaction of its own that is rolled back.
"""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.brands.models import Brand, Sku
from apps.core.services.undo import undo
from tests.factories.catalogue import make_brand, make_sku
from tests.factories.state import acting_on, state

STEPS = st.lists(
    st.sampled_from(["brand", "sku", "rename", "mark", "move", "delete_sku", "delete_brand", "rekey"]), max_size=8
)
pytestmark = [pytest.mark.commits, pytest.mark.usefixtures("in_acme", "held_back")]
SEEDS = st.integers(0, 2**16)


def _step(word: str, dice: random.Random) -> None:
    brands, skus = list(Brand.objects.order_by("id")), list(Sku.objects.order_by("id"))
    if word == "brand":
        make_brand(f"B{dice.random()}")
    elif word == "sku":
        make_sku(dice.choice(brands) if brands else None)
    elif word in {"rename", "mark"} and brands:
        brand = dice.choice(brands)
        brand.display_name = f"N{dice.randrange(3)}"
        brand.edited = {**brand.edited, f"k{dice.randrange(3)}": dice.randrange(3)} if word == "mark" else brand.edited
        brand.save()
    elif word in {"move", "rekey"} and skus:
        sku = dice.choice(skus)
        sku.brand = dice.choice(brands)
        sku.ttb_id = f"24001001{dice.randrange(10**6):06d}" if word == "rekey" else sku.ttb_id
        sku.save()
    elif word == "delete_sku" and skus:
        dice.choice(skus).delete()
    elif word == "delete_brand":
        for brand in Brand.objects.filter(skus=None)[:1]:
            brand.delete()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(earlier=STEPS, act=STEPS, seed=SEEDS)
def test_undo_gives_the_state_before_and_its_undo_the_state_after(earlier, act, seed):
    dice = random.Random(seed)
    with transaction.atomic():
        acting_on(lambda: [_step(word, dice) for word in earlier])
        before = state()
        number = acting_on(lambda: [_step(word, dice) for word in act])
        after = state()
        back = undo(number)
        assert state() == before
        assert back.kept == 0
        undo(back.change_set)
        assert state() == after
        transaction.set_rollback(True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(act=STEPS, later=STEPS, seed=SEEDS)
def test_keeping_later_edits_never_breaks_a_key_nor_touches_what_the_act_left_alone(act, later, seed):
    dice = random.Random(seed)
    with transaction.atomic():
        acting_on(lambda: [_step(word, dice) for word in ("brand", "brand", "sku", "sku")])
        start = state()
        number = acting_on(lambda: [_step(word, dice) for word in act])
        between = state()
        acting_on(lambda: [_step(word, dice) for word in later])
        before = state()
        undo(number, choice="keep_later")
        _check(start, between, before, state())
        transaction.set_rollback(True)


def _check(start, between, before, now):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, rows in before.items():
        for pk, row in rows.items():
            if start[table].get(pk) == between[table].get(pk):
                assert now[table].get(pk) == row

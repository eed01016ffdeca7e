"""Whatever is written over whatever, and taken back in whatever order: with nothing left standing, all is as it was."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.brands.models import Sku
from apps.core.models import ChangeSet
from apps.core.services.undo import undo
from tests.factories.catalogue import make_brand, make_sku
from tests.factories.state import acting_on, state

pytestmark = pytest.mark.usefixtures("in_acme")
VALUES = st.sampled_from([None, "A", "B"])
FIELDS = st.sampled_from(["fanciful_name", "status"])
WRITE = st.tuples(st.just("write"), FIELDS, VALUES)
MARK = st.tuples(st.just("mark"), st.sampled_from(["vintage", "status"]), st.sampled_from([None, "mine", {"at": None}]))
BACK = st.tuples(st.just("back"), st.integers(0, 9))
AGAIN = st.tuples(st.just("again"), st.integers(0, 9))
W, X = ("write", "fanciful_name", "A"), ("write", "fanciful_name", "B")


class Over(Exception):
    """Ends an example: nothing of it stays."""


def _write(name, value):
    sku = Sku.objects.get()
    setattr(sku, name, value if value or name == "fanciful_name" else "")
    sku.save()


def _mark(key, value):
    sku = Sku.objects.get()
    sku.edited = {k: v for k, v in {**sku.edited, key: value}.items() if v is not None}
    sku.save()


def _step(acts, backs, step):
    kind, *values = step
    if kind in ("write", "mark"):
        acts.append(acting_on(lambda: (_write if kind == "write" else _mark)(*values)))
    elif kind == "back" and acts:
        act = acts.pop(values[0] % len(acts))
        backs.append((act, undo(act, choice="keep_later").change_set))
    elif kind == "again" and backs:
        act, back = backs.pop(values[0] % len(backs))
        undo(back, choice="keep_later")
        acts.append(act)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(WRITE, WRITE, MARK, BACK, AGAIN), max_size=12), st.randoms(use_true_random=False))
@example([W, X, ("back", 0), ("back", 0)], None)
@example([W, X, ("back", 1), ("write", "fanciful_name", None), ("back", 0)], None)
@example([W, ("back", 0), ("again", 0), X, ("back", 0)], None)
def test_with_every_act_taken_back_nothing_of_any_stays(steps, random):
    with pytest.raises(Over), transaction.atomic():
        make_sku(make_brand())
        before, acts, backs = state(), [], []
        for step in steps:
            _step(acts, backs, step)
        if random:
            random.shuffle(acts)
        for act in acts:
            undo(act, choice="keep_later")
        assert state() == before
        raise Over


def test_every_other_act_of_a_chain_of_undos_stands():
    act = acting_on(make_brand)
    chain = [act]
    for _step_on in range(3):
        chain.append(undo(chain[-1]).change_set)
    by = dict(ChangeSet.objects.filter(pk__in=chain).values_list("pk", "undone_by_id"))
    assert by == {chain[0]: chain[1], chain[1]: None, chain[2]: chain[3], chain[3]: None}

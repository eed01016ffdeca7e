"""Tags, lists and notes follow a merge; what the survivor has already waits with the absorbed brand."""

import pytest

from apps.brands.choices import Colour, ListKind
from apps.brands.models import Listed, Note, RecordList, Tag, Tagging
from apps.core.choices import ChangeKind
from apps.core.services.changes import change_set
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.consolidation.test_merge_brands import merge
from tests.factories.state import state

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def marked(in_acme):
    """Three brands; A and C have the tag "hot", B and C stand in a list, B has a note."""
    a, b, c = put("ALPHA"), put("BRAVO"), put("CHARLIE")
    with change_set(ChangeKind.FORM, "Marks"):
        hot = Tag.objects.create(name="hot", key="hot", colour=Colour.RED)
        shelf = RecordList.objects.create(kind=ListKind.BRANDS, name="Shelf")
        for brand in (a, c):
            Tagging.objects.create(tag=hot, brand=brand)
        for brand in (b, c):
            Listed.objects.create(list=shelf, brand=brand)
        Note.objects.create(brand=b, text="Call them")
    return a, b, c


def test_marks_move_and_twins_wait(marked):
    a, b, c = marked
    done = merge(a, b, c)
    assert done.moved == {"sku": 2, "listed": 1, "note": 1}
    assert done.stayed == {"listed": 1, "tagging": 1}
    assert Note.objects.get().brand_id == a.pk
    assert list(Tagging.objects.order_by("id").values_list("brand_id", flat=True)) == [a.pk, c.pk]
    assert list(Listed.objects.order_by("id").values_list("brand_id", flat=True)) == [a.pk, c.pk]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_undo_puts_them_back_in_any_order(marked, order):
    a, b, c = marked
    before = state()
    done = [merge(b, c), merge(a, b)]
    for place in order:
        assert undo(done[place].change_set_id).conflicts == []
    assert state() == before


def test_a_mark_put_on_the_survivor_since_stays_with_it(marked):
    a, b, _c = marked
    done = merge(a, b)
    with change_set(ChangeKind.FORM, "A note"):
        note = Note.objects.create(brand=a, text="New")
    undo(done.change_set_id)
    note.refresh_from_db()
    assert note.brand_id == a.pk


def test_a_merge_that_stands_again_takes_what_came_in_between_but_no_twin(marked):
    a, b, _c = marked
    done = merge(a, b)
    back = undo(done.change_set_id)
    with change_set(ChangeKind.FORM, "A tag"):
        Tagging.objects.create(tag=Tag.objects.get(), brand=b)
        Note.objects.create(brand=b, text="Newer")
    undo(back.change_set)
    assert set(Note.objects.values_list("brand_id", flat=True)) == {a.pk}
    assert Tagging.objects.filter(brand=b).count() == 1

"""Any act can be taken back, at any age."""

import pytest
from django.db import connection

from apps.brands.models import Brand, Sku
from apps.core.choices import ChangeKind
from apps.core.models import ChangeSet, Event
from apps.core.services.changes import change_set
from apps.core.services.undo import AlreadyUndone, UndoConflict, preview, undo
from tests.factories.catalogue import make_brand, make_sku
from tests.factories.state import acting_on, state

pytestmark = pytest.mark.usefixtures("in_acme")


def test_undo_of_a_creation_removes_the_rows():
    act = acting_on(lambda: make_sku(make_brand()))
    outcome = undo(act)
    assert (outcome.undone, outcome.kept, outcome.conflicts) == (2, 0, [])
    assert not Brand.objects.exists()
    assert not Sku.objects.exists()


def test_undo_of_an_update_gives_back_the_earlier_values():
    brand = make_brand("Petrus")
    before = state()
    act = acting_on(lambda: _set(brand, display_name="Pétrus", website="https://petrus.example"))
    undo(act)
    assert state() == before


def test_undo_of_a_deletion_brings_rows_back_with_the_same_ids():
    sku = make_sku(make_brand())
    before = state()
    act = acting_on(lambda: (sku.delete(), sku.brand.delete()))
    assert not Brand.objects.exists()
    undo(act)
    assert state() == before


def test_undo_is_a_change_set_itself_and_says_so():
    act = acting_on(make_brand)
    outcome = undo(act)
    row = ChangeSet.objects.get(pk=outcome.change_set)
    assert (row.kind, row.undoes_id, row.counts["undone"]) == (ChangeKind.UNDO, act, 1)
    assert ChangeSet.objects.get(pk=act).undone_by_id == row.pk
    assert Event.objects.get(name="change_set.undone").payload["undone_id"] == act


def test_an_act_is_undone_only_once():
    act = acting_on(make_brand)
    undo(act)
    with pytest.raises(AlreadyUndone):
        undo(act)


def test_undo_of_an_undo_restores_exactly():
    act = acting_on(lambda: make_sku(make_brand()))
    after = state()
    first = undo(act)
    undo(first.change_set)
    assert state() == after
    assert ChangeSet.objects.get(pk=act).undone_by_id is None


def test_an_act_can_be_undone_again_after_its_undo_was_undone():
    brand = make_brand("Petrus")
    before = state()
    act = acting_on(lambda: (make_sku(brand), _set(brand, display_name="P")))
    for _ in range(3):
        back = undo(act)
        assert state() == before
        undo(back.change_set)
    assert undo(act).conflicts == []


def test_a_field_edited_since_is_a_conflict_and_nothing_is_written():
    brand = make_brand("Petrus")
    act = acting_on(lambda: _set(brand, display_name="Act", website="https://act.example"))
    acting_on(lambda: _set(brand, display_name="Later"))
    before = state()
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert refusal.value.conflicts == [
        {
            "record": "brand",
            "id": brand.pk,
            "field": "display_name",
            "act_value": "Act",
            "current_value": "Later",
            "reason": "edited",
        }
    ]
    assert state() == before


def test_keep_later_keeps_the_edit_and_restores_the_rest():
    brand = make_brand("Petrus")
    act = acting_on(lambda: _set(brand, display_name="Act", website="https://act.example"))
    acting_on(lambda: _set(brand, display_name="Later"))
    outcome = undo(act, choice="keep_later")
    brand.refresh_from_db()
    assert (brand.display_name, brand.website, outcome.kept) == ("Later", None, 1)


def test_overwrite_restores_everything():
    brand = make_brand("Petrus")
    act = acting_on(lambda: _set(brand, display_name="Act"))
    acting_on(lambda: _set(brand, display_name="Later"))
    outcome = undo(act, choice="overwrite")
    brand.refresh_from_db()
    assert (brand.display_name, outcome.kept) == ("Petrus", 0)


def test_an_edit_of_another_field_is_no_conflict():
    brand = make_brand("Petrus")
    act = acting_on(lambda: _set(brand, website="https://act.example", edited={"website": None}))
    acting_on(lambda: _set(brand, display_name="Later", edited={"website": None, "display_name": "Petrus"}))
    undo(act)
    brand.refresh_from_db()
    assert (brand.website, brand.display_name, brand.edited) == (None, "Later", {"display_name": "Petrus"})


def test_an_edit_that_was_itself_undone_is_no_conflict():
    brand = make_brand("Petrus")
    before = state()
    act = acting_on(lambda: _set(brand, display_name="Act"))
    later = acting_on(lambda: _set(brand, display_name="Later"))
    undo(later)
    undo(act)
    assert state() == before


def test_a_row_made_by_the_act_and_edited_since_stays_and_is_listed():
    act = acting_on(lambda: make_brand("Petrus"))
    brand = Brand.objects.get()
    acting_on(lambda: _set(brand, website="https://later.example"))
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert [one["reason"] for one in refusal.value.conflicts] == ["edited"]
    assert undo(act, choice="keep_later").kept == 1
    assert Brand.objects.filter(pk=brand.pk).exists()


def test_a_brand_that_has_gained_a_sku_stays():
    act = acting_on(lambda: make_brand("Petrus"))
    make_sku(Brand.objects.get())
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert [one["reason"] for one in refusal.value.conflicts] == ["in_use"]
    assert undo(act, choice="keep_later").kept == 1
    assert Sku.objects.get().brand == Brand.objects.get()


def test_overwrite_never_deletes_what_a_later_act_made():
    act = acting_on(lambda: make_brand("Petrus"))
    make_sku(Brand.objects.get())
    assert undo(act, choice="overwrite").kept == 1
    assert Sku.objects.count() == Brand.objects.count() == 1


def test_a_row_deleted_since_is_a_conflict_and_overwrite_brings_it_back():
    brand = make_brand("Petrus")
    before = state()
    act = acting_on(lambda: _set(brand, display_name="Act"))
    acting_on(lambda: Brand.objects.get(pk=brand.pk).delete())
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert refusal.value.conflicts[0]["reason"] == "deleted"
    undo(act, choice="overwrite")
    assert state() == before


def test_a_deleted_sku_whose_ttb_id_was_imported_again_stays_deleted():
    sku = make_sku(make_brand(), ttb_id="24001001000001")
    act = acting_on(lambda: Sku.objects.get(pk=sku.pk).delete())
    make_sku(Brand.objects.get(), ttb_id="24001001000001")
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert refusal.value.conflicts[0]["reason"] == "taken"
    for choice in ("keep_later", "overwrite"):
        assert undo(act, choice=choice).kept == 1
        assert Sku.objects.count() == 1
        act = ChangeSet.objects.get(pk=act).pk
        ChangeSet.objects.filter(pk=act).update(undone_by_id=None)


def test_a_row_replaced_by_the_act_under_the_same_ttb_id_comes_back():
    sku = make_sku(make_brand(), ttb_id="24001001000001")
    before = state()
    act = acting_on(lambda: (sku.delete(), make_sku(Brand.objects.get(), ttb_id="24001001000001")))
    undo(act)
    assert state() == before


def test_a_deleted_sku_whose_brand_is_gone_stays_deleted():
    sku = make_sku(make_brand())
    act = acting_on(lambda: Sku.objects.get(pk=sku.pk).delete())
    acting_on(lambda: Brand.objects.get().delete())
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert refusal.value.conflicts[0]["reason"] == "parent_gone"
    assert undo(act, choice="keep_later").kept == 1
    _check_keys()


def test_a_moved_sku_whose_old_brand_is_gone_stays_where_it_is():
    old, new = make_brand("Old"), make_brand("New")
    sku = make_sku(old)
    act = acting_on(lambda: _set(sku, brand=new))
    acting_on(lambda: Brand.objects.get(pk=old.pk).delete())
    with pytest.raises(UndoConflict) as refusal:
        undo(act)
    assert [(c["field"], c["reason"]) for c in refusal.value.conflicts] == [("brand_id", "parent_gone")]
    assert undo(act, choice="overwrite").kept == 1
    _check_keys()


def test_a_merge_goes_back_moved_skus_first():
    winner, loser = make_brand("Winner"), make_brand("Loser")
    sku = make_sku(loser)
    before = state()

    def merge() -> None:
        _set(sku, brand=winner)
        Brand.objects.get(pk=loser.pk).delete()

    undo(acting_on(merge))
    assert state() == before


def test_a_brand_made_by_a_split_goes_when_its_skus_have_gone_back():
    brand = make_brand("Whole")
    sku = make_sku(brand)
    before = state()
    undo(acting_on(lambda: _set(sku, brand=make_brand("Part"))))
    assert state() == before


def test_a_preview_lists_conflicts_and_writes_nothing():
    brand = make_brand("Petrus")
    act = acting_on(lambda: _set(brand, display_name="Act"))
    acting_on(lambda: _set(brand, display_name="Later"))
    before = state()
    assert preview(act).conflict_count == 1
    assert state() == before


@pytest.mark.commits
def test_a_preview_needs_no_open_transaction():
    act = acting_on(make_brand)
    assert preview(act).conflicts == []


@pytest.mark.commits
def test_of_two_undos_at_once_one_is_refused(together):
    act = acting_on(make_brand)
    answers = together(lambda: undo(act), lambda: undo(act))
    assert sorted(type(one).__name__ for one in answers) == ["AlreadyUndone", "Outcome"]


def test_an_act_that_changed_nothing_is_undone_to_nothing():
    with change_set(ChangeKind.FORM, "Nothing") as row:
        pass
    assert undo(row.pk).undone == 0


def _set(row, **fields):
    row.refresh_from_db()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def _check_keys():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

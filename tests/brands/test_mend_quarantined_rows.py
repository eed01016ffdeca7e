"""Rows that wait are mended and let in again, or set aside."""

import pytest

from apps.brands.models import HeldRow, Import, Sku
from apps.brands.services import held as mending
from apps.brands.services.held import RowChanged, RowSettled, UnknownColumn, dismiss_held, edit_held, readmit
from apps.core.models import Event
from apps.core.services.undo import undo
from tests.brands.files import outcomes, row, skus, take

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def run() -> Import:
    """An import with one row in, and two that wait."""
    return take([row(1), row(2, brand_name="", completed_date="31/02/2026"), row(3, ttb_id="2.6257E+13")])


def test_a_mended_row_loses_its_reasons_one_by_one(run: Import):
    one = HeldRow.objects.get(row=3)
    assert edit_held(one, values={"brand_name": "MENDED"}).reasons == ["date_invalid"]
    mended = edit_held(one, values={"completed_date": "02/28/2024"})
    assert (mended.reasons, mended.suggestion) == ([], "")
    assert mended.raw["original"]["completed_date"] == "31/02/2026"


def test_two_who_mend_one_row_do_not_overwrite_each_other(run: Import):
    one = HeldRow.objects.get(row=3)
    seen = {"brand_name": "", "completed_date": "31/02/2026", "fanciful_name": one.raw.get("fanciful_name")}
    edit_held(one, values=seen | {"brand_name": "HERS"}, seen=seen)
    with pytest.raises(RowChanged) as told:
        edit_held(one, values=seen | {"brand_name": "HIS"}, seen=seen)
    assert told.value.theirs == {"brand_name": "HERS"}
    mended = edit_held(one, values=seen | {"completed_date": "02/28/2024"}, seen=seen)
    assert (mended.raw["brand_name"], mended.reasons) == ("HERS", [])


def test_whoever_looks_at_the_rows_hears_that_they_changed(run: Import):
    ids = list(HeldRow.objects.values_list("pk", flat=True))
    edit_held(HeldRow.objects.get(row=3), values={"brand_name": "MENDED"})
    dismiss_held(run, row_ids=ids)
    dismiss_held(run, row_ids=ids)
    told = Event.objects.filter(name="quarantine.changed").order_by("pk").values_list("payload", flat=True)
    assert [one["held_ids"] for one in told] == [[HeldRow.objects.get(row=3).pk], sorted(ids)]


def test_a_mended_row_enters_as_a_correction_and_can_be_undone(run: Import):
    one = HeldRow.objects.get(row=3)
    edit_held(one, values={"brand_name": "MENDED", "completed_date": "02/28/2024"})
    made = readmit(run, row_ids=[one.pk])
    assert (made.corrects_id, made.state, outcomes(made.report)) == (run.pk, "done", {"new": 1})
    one.refresh_from_db()
    assert (one.state, one.settled_by_id) == ("readmitted", made.pk)
    assert Sku.objects.get(ttb_id__endswith="2").brand.source_name == "MENDED"
    undo(made.change_set_id)
    assert list(skus()) == ["24001001000001"]


def test_a_row_that_is_still_bad_does_not_enter(run: Import):
    with pytest.raises(RowSettled):
        readmit(run, row_ids=list(HeldRow.objects.values_list("pk", flat=True)))
    assert HeldRow.objects.filter(state="open").count() == 2


def test_a_row_enters_once(run: Import):
    one = HeldRow.objects.get(row=3)
    edit_held(one, values={"brand_name": "MENDED", "completed_date": ""})
    readmit(run, row_ids=[one.pk])
    with pytest.raises(RowSettled):
        readmit(run, row_ids=[one.pk])
    with pytest.raises(RowSettled):
        edit_held(one, values={"brand_name": "AGAIN"})


def test_a_row_set_aside_stays_readable(run: Import):
    one = HeldRow.objects.get(row=4)
    assert dismiss_held(run, row_ids=[one.pk]) == 1
    assert dismiss_held(run, row_ids=[one.pk]) == 0
    assert HeldRow.objects.get(pk=one.pk).raw["ttb_id"] == "2.6257E+13"


def test_a_column_there_is_not_is_refused(run: Import):
    with pytest.raises(UnknownColumn):
        edit_held(HeldRow.objects.get(row=3), values={"colour": "red"})


def test_one_of_two_conflicting_rows_is_let_in():
    run = take([row(1, fanciful_name="ONE"), row(1, fanciful_name="TWO")])
    readmit(run, row_ids=[HeldRow.objects.get(row=3).pk])
    assert Sku.objects.get().fanciful_name == "TWO"


def test_a_torn_row_is_mended_by_its_values():
    text = "TTB ID,Permit No.,Brand Name\n24001001000001,NY-I-15066,A,B,C\n"
    run = take(text.encode())
    one = HeldRow.objects.get()
    assert one.reasons == ["field_count"]
    edit_held(one, values={"ttb_id": "24001001000001", "permit": "NY-I-15066", "brand_name": "A, B, C"})
    readmit(run, row_ids=[one.pk])
    assert Sku.objects.get().brand_name == "A, B, C"


def test_rows_wait_on_when_letting_them_in_fails(run: Import, monkeypatch: pytest.MonkeyPatch):
    one = HeldRow.objects.get(row=3)
    edit_held(one, values={"brand_name": "MENDED", "completed_date": ""})

    def broken(*_given: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(mending, "run_now", broken)
    with pytest.raises(OSError, match="disk full"):
        readmit(run, row_ids=[one.pk])
    assert HeldRow.objects.get(pk=one.pk).state == "open"
    assert Import.objects.count() == 1

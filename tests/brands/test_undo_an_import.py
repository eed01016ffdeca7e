"""An import is taken back: what it changed is as before, what came later stays, and the file comes in again in full."""

from typing import Any

import pytest

from apps.brands.models import Brand, BrandSummary, Importer, Permit, PermitSummary, SearchName, Sku
from apps.brands.services.catalogue import update_brand, update_sku
from apps.core.services.undo import UndoConflict, undo
from tests.brands.files import groups, outcomes, row, skus, take
from tests.factories.state import state

pytestmark = pytest.mark.usefixtures("in_acme")

DAY = [row(1), row(2, brand_name="OTHER", permit="CA-I-1"), row(3)]


def derived() -> dict[str, Any]:
    return {
        "brands": sorted(BrandSummary.objects.values_list("brand_id", "sku_count", "permits", "first_completed", "aliases")),
        "permits": sorted(PermitSummary.objects.values_list("number", "brand_count", "sku_count")),
        "names": sorted(SearchName.objects.values_list("kind", "spelling", "brand")),
    }  # fmt: skip


def test_undo_of_a_first_import_leaves_nothing_and_it_comes_in_again_in_full():
    run = take(DAY)
    undo(run.change_set_id)
    assert state() == {"Brand": {}, "Permit": {}, "Sku": {}} or not any(state().values())
    assert derived() == {"brands": [], "permits": [], "names": []}
    again = take(DAY)
    assert outcomes(again.report) == {"new": 3}
    assert (again.report["brands_new"], Permit.objects.count()) == (2, 2)


def test_undo_of_a_second_import_gives_back_what_was():
    take(DAY)
    before, lists = state(), derived()
    run = take(
        [row(1, class_type="81"), row(2, brand_name="CHATEAU X"), row(4), row(5, brand_name="NEW", permit="CA-I-9")]
    )
    assert outcomes(run.report) == {"updated": 2, "new": 2}
    outcome = undo(run.change_set_id)
    assert (outcome.kept, outcome.conflicts) == (0, [])
    assert state() == before
    assert derived() == lists


def test_a_field_edited_since_wants_a_choice():
    take(DAY)
    run = take([row(1, class_type="81", class_type_desc=""), row(3, class_type="81", class_type_desc="")])
    update_sku(Sku.objects.get(ttb_id__endswith="1").pk, values={"class_type": "84"})
    with pytest.raises(UndoConflict):
        undo(run.change_set_id)
    assert {sku["class_type"] for sku in skus().values()} == {"84", "80", "81"}
    outcome = undo(run.change_set_id, choice="keep_later")
    assert outcome.kept
    assert sorted(sku["class_type"] for sku in skus().values()) == ["80", "80", "84"]


def test_overwriting_brings_the_earlier_value_back():
    take(DAY)
    run = take([row(1, fanciful_name="A")])
    update_sku(Sku.objects.get(ttb_id__endswith="1").pk, values={"fanciful_name": "MINE"})
    undo(run.change_set_id, choice="overwrite")
    assert Sku.objects.get(ttb_id__endswith="1").fanciful_name is None


def test_a_brand_edited_since_stays_and_is_listed():
    run = take(DAY)
    brand = Brand.objects.get(source_name="OTHER")
    update_brand(brand.pk, values={"website": "https://other.example"})
    outcome = undo(run.change_set_id, choice="keep_later")
    assert ("brand", brand.pk) in {(one["record"], one["id"]) for one in outcome.conflicts}
    assert [one.pk for one in Brand.objects.all()] == [brand.pk]
    again = take(DAY)
    assert outcomes(again.report) == {"new": 3}


def test_a_brand_that_has_gained_records_stays():
    first = take([row(1)])
    take([row(2)])
    outcome = undo(first.change_set_id, choice="keep_later")
    assert outcome.kept
    assert groups() == [["2"]]
    assert BrandSummary.objects.get().sku_count == 1


def test_a_permit_that_has_gained_records_stays_with_its_id():
    first = take([row(1)])
    permit = Permit.objects.get()
    take([row(2, brand_name="SOMETHING ELSE", origin="50", origin_desc="ITALY")])
    undo(first.change_set_id, choice="keep_later")
    assert Permit.objects.get().pk == permit.pk
    found = Importer.objects.get(permit=permit.number)
    assert (found.id, found.sku_count, found.brand_count) == (permit.pk, 1, 1)


def test_a_record_updated_by_a_later_import_keeps_the_later_values():
    first = take([row(1)])
    take([row(1, fanciful_name="LATER")])
    undo(first.change_set_id, choice="keep_later")
    assert Sku.objects.get().fanciful_name == "LATER"


def test_imports_are_taken_back_one_after_another():
    first = take(DAY)
    second = take([row(1, fanciful_name="B"), row(4)])
    undo(second.change_set_id)
    undo(first.change_set_id)
    assert not Sku.objects.exists()


def test_undo_of_the_undo_brings_it_back():
    run = take(DAY)
    before, lists = state(), derived()
    back = undo(run.change_set_id)
    undo(back.change_set)
    assert (state(), derived()) == (before, lists)


def test_the_command_prints_conflicts_and_refuses(command: Any):
    run = take(DAY)
    update_brand(Brand.objects.get(source_name="OTHER").pk, values={"display_name": "Mine"})
    code, found, said = command("undo", "acme", run.change_set_id)
    assert (code, found["status"], found["error"]["code"]) == (3, "refused", "undo_conflict")
    assert found["conflicts"] == 1
    assert "brand" in said
    assert len(skus()) == 3
    code, found, _said = command("undo", "acme", run.change_set_id, "--keep-later")
    assert (code, {"change_set", "undone", "kept", "conflicts"} <= found.keys()) == (0, True)
    code, found, _said = command("undo", "acme", run.change_set_id, "--keep-later")
    assert (code, found["error"]["code"]) == (3, "already_undone")

"""What a person edited stays; what the source says meanwhile is shown, and the person chooses."""

import pytest

from apps.brands.models import Brand, HeldRow, Sku
from apps.brands.services.catalogue import update_brand, update_sku
from apps.brands.services.conflicts import resolve_conflict
from apps.brands.services.held import RowSettled
from tests.brands.files import outcomes, row, table, take, written

pytestmark = pytest.mark.usefixtures("in_acme")

COLUMNS = ("ttb_id", "permit", "completed_date", "fanciful_name", "brand_name", "origin", "class_type", "website")


@pytest.fixture
def edited() -> Sku:
    """A SKU whose fanciful name a person changed."""
    take([row(1, fanciful_name="SOURCE")])
    return update_sku(Sku.objects.get().pk, values={"fanciful_name": "MINE"})


def test_the_same_file_again_is_quiet(edited: Sku):
    before = written()
    assert outcomes(take([row(1, fanciful_name="SOURCE")]).report) == {"unchanged": 1}
    assert written() == before


def test_a_change_of_another_field_comes_in(edited: Sku):
    assert outcomes(take([row(1, fanciful_name="SOURCE", serial="9")]).report) == {"updated": 1}
    edited.refresh_from_db()
    assert (edited.fanciful_name, edited.serial) == ("MINE", "9")


def test_a_change_of_the_edited_field_is_shown_and_not_made(edited: Sku):
    run = take([row(1, fanciful_name="THEIRS", serial="9")])
    edited.refresh_from_db()
    assert outcomes(run.report) == {"conflicting": 1}
    assert (edited.fanciful_name, edited.serial) == ("MINE", "9")
    held = HeldRow.objects.get()
    assert (held.raw["fields"], held.raw["fanciful_name"], held.current["fanciful_name"]) == (
        ["fanciful_name"],
        "THEIRS",
        "MINE",
    )


def test_a_change_to_what_the_person_said_is_no_conflict_of_values(edited: Sku):
    take([row(1, fanciful_name="MINE")])
    edited.refresh_from_db()
    assert edited.fanciful_name == "MINE"


def test_theirs_is_taken(edited: Sku):
    take([row(1, fanciful_name="THEIRS")])
    resolve_conflict(HeldRow.objects.get(), take="incoming")
    edited.refresh_from_db()
    assert (edited.fanciful_name, edited.edited) == ("THEIRS", {})
    assert outcomes(take([row(1, fanciful_name="THEIRS")]).report) == {"unchanged": 1}


def test_mine_is_kept_for_good(edited: Sku):
    take([row(1, fanciful_name="THEIRS")])
    held = HeldRow.objects.get()
    resolve_conflict(held, take="mine")
    edited.refresh_from_db()
    assert (edited.fanciful_name, edited.edited) == ("MINE", {"fanciful_name": "THEIRS"})
    assert outcomes(take([row(1, fanciful_name="THEIRS")]).report) == {"unchanged": 1}
    with pytest.raises(RowSettled):
        resolve_conflict(held, take="incoming")


def test_the_category_follows_the_class_that_stands():
    take([row(1)])
    sku = update_sku(Sku.objects.get().pk, values={"class_type": "81"})
    take([row(1, class_type="901", class_type_desc="BEER")])
    sku.refresh_from_db()
    assert (sku.class_type, sku.category) == ("81", "Wine")
    resolve_conflict(HeldRow.objects.get(), take="incoming")
    sku.refresh_from_db()
    assert sku.class_type == "901"
    assert sku.category != "Wine"


def test_a_record_a_person_moved_stays_where_it_was_put():
    take([row(1), row(2), row(3, brand_name="OTHER", permit="CA-I-1", origin="50", origin_desc="ITALY")])
    other = Brand.objects.get(source_name="OTHER")
    sku = update_sku(Sku.objects.get(ttb_id__endswith="1").pk, values={"brand_id": other.pk})
    take([row(1, brand_name="Château X"), row(2)])
    sku.refresh_from_db()
    assert sku.brand_id == other.pk


def sited(address: str) -> bytes:
    return table([row(1, website=address)], COLUMNS)


def test_an_edited_website_stays_and_the_other_is_shown_once_settled_never_again():
    take(sited("https://source.example"))
    brand = update_brand(Brand.objects.get().pk, values={"website": "https://mine.example"})
    assert outcomes(take(sited("https://source.example")).report) == {"unchanged": 1}
    assert outcomes(take(sited("https://theirs.example")).report) == {"conflicting": 1}
    brand.refresh_from_db()
    assert brand.website == "https://mine.example"
    held = HeldRow.objects.get()
    assert (held.raw["website"], held.current["website"]) == ("https://theirs.example", "https://mine.example")
    resolve_conflict(held, take="mine")
    assert outcomes(take(sited("https://theirs.example")).report) == {"unchanged": 1}
    take(sited("https://third.example"))
    resolve_conflict(HeldRow.objects.get(state="open"), take="incoming")
    brand.refresh_from_db()
    assert (brand.website, brand.edited) == ("https://third.example", {})


def test_a_row_twice_in_a_file_is_no_conflict_with_a_person():
    take([row(1), row(1, serial="9")])
    with pytest.raises(RowSettled):
        resolve_conflict(HeldRow.objects.first(), take="incoming")

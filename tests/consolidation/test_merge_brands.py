"""Two brands become one: everything follows, and the old id answers with the new one."""

import pytest

from apps.brands.models import Brand, BrandSummary, Sku
from apps.brands.selectors.merged import absorbed, root_of
from apps.brands.selectors.search import brand_ids
from apps.brands.services import catalogue
from apps.brands.services.editing import NoSuchRecord
from apps.consolidation.models import Merge
from apps.consolidation.services.merging import AlreadyMerged, BadMerge, Order, merge_brands, preview
from apps.core.models import ChangeSet, Event
from apps.core.services.undo import AlreadyUndone, undo
from tests.brands.files import row, take
from tests.brands.shelf import put, put_sku
from tests.factories.state import state

pytestmark = pytest.mark.usefixtures("in_acme")


def merge(survivor, *gone, **more):
    return merge_brands(Order(survivor.pk, [one.pk for one in gone], **more))


def test_all_skus_follow_and_the_absorbed_brand_names_its_heir():
    a, b = put("A LE COQ", {}, {}), put("A.LE COQ BREWERY")
    done = merge(a, b)
    assert Sku.objects.filter(brand=a).count() == 3
    b.refresh_from_db()
    assert (b.merged_into_id, b.archived_at is None) == (a.pk, False)
    assert done.moved == {"sku": 1}
    assert ChangeSet.objects.get(pk=done.change_set_id).kind == "merge"
    assert Event.objects.get(name="brand.merged").payload["absorbed_ids"] == [b.pk]


def test_summaries_follow_and_the_absorbed_name_is_an_alias_one_can_search_for():
    a, b = put("GROS", {"permit": "CA-I-1"}), put("DOMAINE ANNE", {"permit": "NY-I-2", "origin": "50"})
    merge(a, b)
    summary = BrandSummary.objects.get(brand=a)
    assert (summary.sku_count, summary.aliases, summary.origins) == (2, ["DOMAINE ANNE"], ["50", "51"])
    assert BrandSummary.objects.get(brand=b).sku_count == 0
    assert brand_ids("domaine anne") == [a.pk]


def test_the_name_of_a_brand_without_skus_is_an_alias_too():
    a, b = put("GROS"), catalogue.create_brand(name="VIEUX TELEGRAPHE")
    merge(a, b)
    assert BrandSummary.objects.get(brand=a).aliases == ["VIEUX TELEGRAPHE"]
    assert brand_ids("telegraphe") == [a.pk]


def test_the_names_people_gave_find_the_heir_and_after_undo_their_own_brands_again():
    a, b = put("GROS"), put("VIEUX TELEGRAPHE")
    for one, name in ((a, "Crimson Harvest"), (b, "Velvet Anchor")):
        catalogue.update_brand(one.pk, values={"display_name": name})
    done = merge(a, b, choices={"display_name": a.pk})
    assert brand_ids("crimson harvest") == brand_ids("velvet anchor") == brand_ids("telegraphe") == [a.pk]
    undo(done.change_set_id)
    assert (brand_ids("crimson harvest"), brand_ids("velvet anchor")) == ([a.pk], [b.pk])


def test_a_merge_of_many_is_looked_at_in_few_questions(django_assert_max_num_queries):
    brands = [put(f"BRAND {n}", website=f"https://{n}.example") for n in range(9)]
    with django_assert_max_num_queries(8):
        kept = preview(Order(brands[0].pk, [one.pk for one in brands[1:]]))
    assert kept["website"].value == "https://8.example"  # the most recent


def test_a_chain_of_merges_leads_to_its_end():
    a, b, c = put("ALPHA"), put("BRAVO"), put("CHARLIE")
    merge(b, c)
    merge(a, b)
    assert root_of(c.pk) == a.pk
    assert {one["id"] for one in absorbed(a.pk)} == {b.pk, c.pk}
    assert BrandSummary.objects.get(brand=a).aliases == ["BRAVO", "CHARLIE"]


def test_undo_gives_everything_back():
    a, b = put("A LE COQ", {}, {}), put("A.LE COQ BREWERY", website="https://lecoq.example")
    before, summaries = state(), list(BrandSummary.objects.order_by("pk").values())
    done = merge(a, b)
    assert Brand.objects.get(pk=a.pk).website == "https://lecoq.example"
    outcome = undo(done.change_set_id)
    assert state() == before
    assert list(BrandSummary.objects.order_by("pk").values()) == summaries
    assert outcome.conflicts == []
    assert Event.objects.get(name="merge.undone").payload["stands"] is False


def test_undo_twice_is_refused():
    done = merge(put("ALPHA"), put("BRAVO"))
    undo(done.change_set_id)
    with pytest.raises(AlreadyUndone):
        undo(done.change_set_id)


def test_an_undone_merge_can_stand_again():
    a, b = put("ALPHA"), put("BRAVO", {}, {})
    done = merge(a, b)
    after = state()
    back = undo(done.change_set_id)
    undo(back.change_set)
    assert state()["Sku"] == after["Sku"]
    assert root_of(b.pk) == a.pk


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merges_of_a_chain_are_undone_in_any_order(order):
    a, b, c = put("ALPHA"), put("BRAVO"), put("CHARLIE", {}, {})
    before, summaries = state(), list(BrandSummary.objects.order_by("pk").values())
    done = [merge(b, c), merge(a, b)]
    for place in order:
        assert undo(done[place].change_set_id).conflicts == []
    assert state() == before
    assert list(BrandSummary.objects.order_by("pk").values()) == summaries


def test_a_sku_edited_since_keeps_its_edit_and_goes_back():
    a, b = put("ALPHA"), put("BRAVO")
    sku = Sku.objects.get(brand=b)
    done = merge(a, b)
    catalogue.update_sku(sku.pk, values={"fanciful_name": "GRAND VIN"})
    undo(done.change_set_id)
    sku.refresh_from_db()
    assert (sku.brand_id, sku.fanciful_name) == (b.pk, "GRAND VIN")


def test_a_sku_moved_by_hand_since_is_a_conflict_and_stays():
    a, b, c = put("ALPHA"), put("BRAVO"), put("CHARLIE")
    sku = Sku.objects.get(brand=b)
    done = merge(a, b)
    catalogue.update_sku(sku.pk, values={"brand_id": c.pk})
    outcome = undo(done.change_set_id, choice="keep_later")
    assert [one["field"] for one in outcome.conflicts] == ["brand_id"]
    sku.refresh_from_db()
    assert sku.brand_id == c.pk
    assert Brand.objects.get(pk=b.pk).archived_at is None


def test_a_merge_into_itself_is_refused():
    a = put("ALPHA")
    with pytest.raises(BadMerge, match="itself"):
        merge(a, a)


def test_a_cycle_is_refused():
    a, b = put("ALPHA"), put("BRAVO")
    merge(a, b)
    with pytest.raises(AlreadyMerged) as error:
        merge(b, a)
    assert error.value.merged_into == a.pk


def test_the_same_merge_twice_is_refused_and_nothing_is_written():
    a, b = put("ALPHA"), put("BRAVO")
    merge(a, b)
    acts = ChangeSet.objects.count()
    with pytest.raises(AlreadyMerged):
        merge(a, b)
    assert (ChangeSet.objects.count(), Merge.objects.count()) == (acts, 1)


def test_an_archived_or_unknown_brand_is_refused():
    a, b = put("ALPHA"), put("BRAVO")
    catalogue.archive_brand(b.pk)
    with pytest.raises(BadMerge, match="archived"):
        merge(a, b)
    with pytest.raises(NoSuchRecord):
        merge_brands(Order(a.pk, [10**9]))


def test_a_merged_brand_is_neither_edited_nor_restored_by_hand():
    a, b = put("ALPHA"), put("BRAVO")
    merge(a, b)
    for act in (lambda: catalogue.restore_brand(b.pk), lambda: catalogue.update_brand(b.pk, values={"website": None})):
        with pytest.raises(catalogue.Merged) as error:
            act()
        assert error.value.merged_into == a.pk


def test_a_value_set_by_a_person_survives_and_no_import_overwrites_it():
    a, b = put("ALPHA", website="https://old.example"), put("BRAVO")
    catalogue.update_brand(b.pk, values={"website": "https://right.example"})
    merge(a, b)
    a.refresh_from_db()
    assert (a.website, a.edited) == ("https://right.example", {"website": "https://old.example"})


def test_a_person_may_choose_each_value():
    a, b = put("ALPHA", website="https://a.example"), put("Bravo Cellars", website="https://b.example")
    done = merge(a, b, choices={"display_name": b.pk, "website": b.pk})
    a.refresh_from_db()
    assert (a.display_name, a.website) == ("Bravo Cellars", "https://b.example")
    assert done.fields["website"]["rule"] == "chosen"


def test_a_product_filed_as_a_brand_goes_under_its_brand_with_its_name():
    parent = put("7TH STATE")
    child = put("7TH STATE GOLDEN LAGER", {}, {"fanciful_name": "SUMMER"})
    before = state()
    done = merge(parent, child, relation="sku_of_brand")
    names = set(Sku.objects.filter(brand_name=child.source_name).values_list("brand_id", "fanciful_name"))
    assert names == {(parent.pk, "GOLDEN LAGER"), (parent.pk, "SUMMER")}
    undo(done.change_set_id)
    assert state() == before


def test_a_later_import_of_the_absorbed_name_goes_to_the_survivor():
    take([row(1, brand_name="ALPHA"), row(2, brand_name="BRAVO")])
    a, b = Brand.objects.get(normal_form="ALPHA"), Brand.objects.get(normal_form="BRAVO")
    merge(a, b)
    take([row(3, brand_name="Bravo"), row(4, brand_name="BRAVO", permit="CA-I-9", origin="50")])
    assert Sku.objects.get(ttb_id__endswith="3").brand_id == a.pk
    assert Sku.objects.get(ttb_id__endswith="4").brand.normal_form == "BRAVO"


def test_what_came_later_under_the_absorbed_name_goes_back_with_it():
    take([row(1, brand_name="ALPHA"), row(2, brand_name="BRAVO")])
    a, b = Brand.objects.get(normal_form="ALPHA"), Brand.objects.get(normal_form="BRAVO")
    done = merge(a, b)
    take([row(3, brand_name="Bravo"), row(4, brand_name="ALPHA")])
    undo(done.change_set_id)
    assert set(Sku.objects.filter(brand=b).values_list("ttb_id", flat=True)) == {f"24001001{n:06d}" for n in (2, 3)}
    assert Sku.objects.filter(brand=a).count() == 2


def test_a_chain_takes_later_records_back_to_the_brand_whose_name_they_bear():
    take([*(row(n, brand_name=name) for n, name in enumerate(("ALPHA", "BRAVO", "CHARLIE"), 1))])
    a, b, c = (Brand.objects.get(normal_form=name) for name in ("ALPHA", "BRAVO", "CHARLIE"))
    first, second = merge(b, c), merge(a, b)
    take([row(4, brand_name="CHARLIE")])
    assert Sku.objects.get(ttb_id__endswith="4").brand_id == a.pk
    undo(first.change_set_id)
    assert Sku.objects.get(ttb_id__endswith="4").brand_id == c.pk
    undo(second.change_set_id)
    assert Sku.objects.get(ttb_id__endswith="4").brand_id == c.pk


def test_an_import_that_brought_a_record_can_be_undone_after_the_merge():
    take([row(1, brand_name="ALPHA"), row(2, brand_name="BRAVO")])
    a, b = Brand.objects.get(normal_form="ALPHA"), Brand.objects.get(normal_form="BRAVO")
    run = take([row(3, brand_name="BRAVO")])
    merge(a, b)
    outcome = undo(run.change_set_id)
    assert (outcome.conflicts, Sku.objects.filter(ttb_id__endswith="3").exists()) == ([], False)


def test_a_record_of_the_absorbed_brand_stays_with_the_survivor_when_its_permit_changes():
    take([row(1, brand_name="ALPHA"), row(2, brand_name="BRAVO")])
    a, b = Brand.objects.get(normal_form="ALPHA"), Brand.objects.get(normal_form="BRAVO")
    merge(a, b)
    take([row(2, brand_name="BRAVO", permit="CA-I-9", origin="50")])
    assert Sku.objects.get(ttb_id__endswith="2").brand_id == a.pk


def test_an_undo_after_which_a_move_would_lead_to_an_absorbed_brand_leads_to_its_heir():
    a, b, c = put("ALPHA"), put("BRAVO"), put("CHARLIE")
    sku = put_sku(b)
    act = ChangeSet.objects.latest("pk")
    catalogue.update_sku(sku.pk, values={"brand_id": c.pk})
    moved = ChangeSet.objects.latest("pk")
    assert moved != act
    merge(a, b)
    undo(moved.pk)
    sku.refresh_from_db()
    assert sku.brand_id == a.pk

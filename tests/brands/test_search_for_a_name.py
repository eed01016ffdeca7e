"""What somebody types finds what they meant."""

from typing import Any

import pytest
from django.db import connection

from apps.brands.models import Brand, SearchName
from apps.brands.pipeline.search_names import refresh_search_names
from apps.brands.selectors import search as engine
from apps.brands.selectors.search import brand_ids, search
from apps.brands.selectors.slips import slip
from apps.brands.services import catalogue
from apps.core.services.undo import undo
from tests.brands.files import row, take
from tests.brands.shelf import act, put, put_all, put_sku
from tests.factories.catalogue import make_permit

NAMES = ("Château Margaux", "Highland Park", "Old Grand-Dad", "Veuve Clicquot", "Blue Moon", "Alto", "Knob Creek")


def first(text: str) -> str:
    """The title of the best brand."""
    found = search(text).brands
    return found[0].title if found else ""


def names() -> set[tuple[str, str, int]]:
    """All the dictionary has."""
    return set(SearchName.objects.values_list("kind", "spelling", "brand"))


@pytest.fixture
def shelf(in_acme: Any) -> None:
    put_all(*NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_finds_itself_first(shelf: None, name: str) -> None:
    assert search(name).brands[0].match == "exact"
    assert first(name.lower()) == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chateau margot", "Château Margaux"),  # two letters wrong
        ("higlhand park", "Highland Park"),  # swapped
        ("highlandpark", "Highland Park"),  # a space lost
        ("old grandad", "Old Grand-Dad"),
        ("veuve cliquot", "Veuve Clicquot"),
        ("bleu mono", "Blue Moon"),  # two words swapped
        ("olto", "Alto"),  # a short name
        ("knobb creeek", "Knob Creek"),  # a letter too many, twice
        ("nob creek", "Knob Creek"),  # the first letter lost
    ],
)
def test_typing_errors_are_forgiven(shelf: None, typed: str, meant: str) -> None:
    assert first(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("marg", "Château Margaux"), ("park", "Highland Park"), ("old gr", "Old Grand-Dad")]
)
def test_a_word_begun_is_enough(shelf: None, typed: str, meant: str) -> None:
    assert first(typed) == meant


def test_a_part_of_a_name_may_be_mistyped_while_another_name_is_somewhat_like_it(in_acme: Any) -> None:
    put_all("Johnnie Walker Blue Label", "John Wall", "Casper & Sons Brewing", "Camer")
    assert first("jonnie walker") == "Johnnie Walker Blue Label"
    assert "Casper & Sons Brewing" in [hit.title for hit in search("cadper").brands[:3]]


def test_a_short_text_may_begin_a_name_or_be_one_mistyped(in_acme: Any) -> None:
    put_all("Orma", "Oralia", "Oranges", "Orange", "Orator", "Oran Baio")
    best = [hit.title for hit in search("ora").brands[:3]]
    assert "Orma" in best
    assert best[0].startswith("Ora")


@pytest.mark.parametrize("typed", ["hses", "sdeh", "shhedd", "dhed", "sged"])
def test_two_slips_in_four_letters_are_forgiven(in_acme: Any, typed: str) -> None:
    put_all("Shed", "Halo Wine", "Hestia", "Bend", "Knob Creek")
    assert "Shed" in [hit.title for hit in search(typed).brands[:3]]


@pytest.mark.parametrize(
    ("likely", "unlikely"), [("GALO", "GAULO"), ("GALOL", "GALXX"), ("GSLLO", "GTLLO"), ("GALL", "ALLO")]
)
def test_a_likely_slip_is_nearer_than_an_unlikely_one(likely: str, unlikely: str) -> None:
    assert slip("GALLO", "GALLO") == 0
    assert slip(likely, "GALLO") < slip(unlikely, "GALLO")


def test_one_word_of_several_may_be_wrong(shelf: None) -> None:
    assert first("clicqout") == "Veuve Clicquot"


@pytest.mark.parametrize("typed", ["", "   ", "'", "%", "\\", "ζ", "x" * 5000, "a'; DROP TABLE", "\x00", "NULL", "{}"])
def test_odd_texts_find_nothing_and_break_nothing(shelf: None, typed: str) -> None:
    assert search(typed).brands == []


def test_a_ttb_id_finds_its_sku(shelf: None) -> None:
    sku = put_sku(Brand.objects.get(display_name="Alto"))
    (hit,) = search(sku.ttb_id).skus
    assert (hit.id, hit.match) == (sku.pk, "number")


def test_a_fanciful_name_finds_its_skus(shelf: None) -> None:
    sku = put_sku(Brand.objects.get(display_name="Alto"), fanciful_name="Midnight Réserve")
    assert [hit.id for hit in search("midnihgt reserve").skus] == [sku.pk]


def test_a_permit_finds_its_holder_and_brands(shelf: None) -> None:
    with act():
        make_permit("NY-I-777", owner="Maison Vauron", owner_key="MAISON VAURON", list_code="importer")
    brand = put("Other", {"permit": "NY-I-777"})
    found = search("ny-i-777")
    assert [hit.detail for hit in found.importers] == ["NY-I-777"]
    assert [hit.id for hit in found.brands] == [brand.pk]
    assert [kind for kind, _hits, _count in found.groups()] == ["importers", "brands"]


def test_the_name_a_holder_trades_under_is_shown_beside_its_number(shelf: None) -> None:
    with act():
        make_permit(
            "NY-I-777", owner="Maison Vauron", owner_key="MAISON VAURON", operating_name="Tall Acorn",
            list_code="importer",
        )  # fmt: skip
    assert [(hit.title, hit.detail) for hit in search("tall acorn").importers] == [
        ("Maison Vauron", "NY-I-777 · Tall Acorn")
    ]


def test_an_owner_is_found_with_a_typing_error(shelf: None) -> None:
    with act():
        make_permit("NY-I-777", owner="Maison Vauron", owner_key="MAISON VAURON", list_code="importer")
    assert [hit.detail for hit in search("maison vaurom").importers] == ["NY-I-777"]


def test_archived_brands_are_not_suggested(shelf: None) -> None:
    from django.utils import timezone

    with act():
        brand = Brand.objects.get(display_name="Alto")
        brand.archived_at = timezone.now()
        brand.save()
    assert "Alto" not in [hit.title for hit in search("alto").brands]


def test_another_spelling_finds_its_brand(shelf: None) -> None:
    brand = Brand.objects.get(display_name="Knob Creek")
    put_sku(brand, brand_name="Beam Small Batch")
    assert brand_ids("beam smal batch", 1) == [brand.pk]


def test_a_new_name_is_found_and_the_old_one_forgotten(shelf: None) -> None:
    with act():
        brand = Brand.objects.get(display_name="Blue Moon")
        brand.normal_form = brand.display_name = "RED SUN"
        brand.save()
    assert brand_ids("red snu", 1) == [brand.pk]
    assert not SearchName.objects.filter(spelling="BLUE MOON", kind="brand").exists()


def test_a_brand_a_person_has_renamed_is_found_by_its_new_name_first_and_still_by_its_old_one(shelf: None) -> None:
    brand = Brand.objects.get(display_name="Blue Moon")
    put("Crimson Harvest Moon Ales", {}, {}, {})
    catalogue.update_brand(brand.pk, values={"display_name": "Crimson Harvest"})
    for typed in ("crimson harvest", "crismon harvset", "blue moon"):
        assert search(typed).brands[0].id == brand.pk
    assert [(hit.title, hit.match) for hit in search("CRIMSON HARVEST").brands[:1]] == [("Crimson Harvest", "exact")]


def test_a_name_changed_again_or_taken_back_is_forgotten(shelf: None) -> None:
    brand, before = Brand.objects.get(display_name="Blue Moon"), names()
    for name in ("Crimson Harvest", "Velvet Anchor"):
        catalogue.update_brand(brand.pk, values={"display_name": name})
    assert names() - before == {("alias", "Velvet Anchor", brand.pk)}
    renamed = names()
    back = undo(Brand.history.filter(id=brand.pk).first().change_set_id)
    assert names() - before == {("alias", "Crimson Harvest", brand.pk)}
    undo(back.change_set)
    assert names() == renamed
    catalogue.update_brand(brand.pk, values={"display_name": "Blue Moon"})
    assert names() == before


def test_another_case_or_accent_of_a_name_says_nothing_new(shelf: None) -> None:
    before = names()
    catalogue.update_brand(
        Brand.objects.get(display_name="Château Margaux").pk, values={"display_name": "CHATEAU MARGAUX"}
    )
    assert names() == before


def test_a_renamed_brand_is_not_suggested_while_archived_and_is_again_when_restored(shelf: None) -> None:
    brand = Brand.objects.get(display_name="Blue Moon")
    catalogue.update_brand(brand.pk, values={"display_name": "Crimson Harvest"})
    catalogue.archive_brand(brand.pk)
    assert brand_ids("crimson harvest") == []
    catalogue.restore_brand(brand.pk)
    assert brand_ids("crimson harvest") == [brand.pk]


def test_a_version_brought_back_brings_its_name_back(shelf: None) -> None:
    brand = Brand.objects.get(display_name="Blue Moon")
    for name in ("Crimson Harvest", "Velvet Anchor"):
        catalogue.update_brand(brand.pk, values={"display_name": name})
    version = Brand.history.filter(id=brand.pk, display_name="Crimson Harvest").get().history_id
    catalogue.restore_version(Brand, brand.pk, version=version)
    assert (brand_ids("crimson harvest"), brand_ids("velvet anchor")) == ([brand.pk], [])


def test_the_name_a_brand_was_made_with_finds_it_beside_its_registered_one(shelf: None) -> None:
    brand = catalogue.create_brand(name="VIEUX TELEGRAPHE", display_name="Crimson Harvest")
    assert brand_ids("crimson harvst") == brand_ids("vieux telegraphe") == [brand.pk]


def test_filling_anew_finds_the_names_people_gave_and_those_alike_once(shelf: None) -> None:
    brand = Brand.objects.get(display_name="Knob Creek")
    put_sku(brand, brand_name="Beam Small Batch")
    catalogue.update_brand(brand.pk, values={"display_name": "Beam Small Batch"})
    catalogue.update_brand(Brand.objects.get(display_name="Alto").pk, values={"display_name": "Crimson Harvest"})
    before = names()
    SearchName.objects.all().delete()
    assert refresh_search_names() == len(before)
    assert names() == before


def test_a_first_load_has_the_names_that_filling_anew_finds(in_acme: Any) -> None:
    take([row(1, brand_name="BLUE MOON"), row(2, brand_name="BLUE MOON", fanciful_name="CRIMSON")])
    before = names()
    SearchName.objects.all().delete()
    refresh_search_names()
    assert names() == before


def test_an_import_leaves_a_name_a_person_gave(in_acme: Any) -> None:
    take([row(1, brand_name="BLUE MOON")])
    brand = Brand.objects.get()
    catalogue.update_brand(brand.pk, values={"display_name": "Crimson Harvest"})
    take([row(1, brand_name="BLUE MOON", fanciful_name="ANEW"), row(2, brand_name="BLUE MOON")])
    assert brand_ids("crimson harvest") == brand_ids("blue moon") == [brand.pk]


def test_undo_forgets_what_the_act_named(in_acme: Any) -> None:
    put("Alto")
    brand = put("Zanzibar Gold")
    made = Brand.history.filter(id=brand.pk).first().change_set_id
    undo(made)
    assert not SearchName.objects.filter(spelling="ZANZIBAR GOLD").exists()
    assert search("zanzibar gold").brands == []


def test_filling_again_adds_nothing(shelf: None) -> None:
    assert refresh_search_names() == 0


def test_ids_alone_can_be_given(shelf: None) -> None:
    SearchName.objects.all().delete()
    brand = Brand.objects.get(display_name="Alto")
    assert refresh_search_names([brand.pk]) == 1
    assert brand_ids("alto") == [brand.pk]


def test_a_very_long_name_does_no_harm(in_acme: Any) -> None:
    put("Long " * 500, {"fanciful_name": "word " * 900})
    put("Long Story")
    assert first("long story") == "Long Story"


def test_no_more_than_asked_for(in_acme: Any) -> None:
    put_all(*(f"Domaine {n}" for n in range(30)))
    assert len(search("domaine", limit=4).brands) == 4


def test_candidates_stay_few(shelf: None) -> None:
    assert len(engine.candidates("MOON", engine.BRANDS)) < 200


def test_globex_sees_nothing_of_acme(shelf: None, globex: Any) -> None:
    connection.set_tenant(globex)
    assert search("Château Margaux").brands == []
    assert brand_ids("alto") == []


@pytest.mark.parametrize("typed", ["oak furow", "oaken", "oke", "furrow", "okan furro"])
def test_nothing_is_found_twice(in_acme: Any, typed: str) -> None:
    put_all("Oaken Furrow Estate", "Oaken", "Oak Burrow", "Oke", "Furrows & Sons")
    ids = [hit.id for hit in search(typed).brands]
    assert len(ids) == len(set(ids)) > 0

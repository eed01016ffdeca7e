"""An act is told in a sentence: in English for ever, and on a page in the reader's language."""

from typing import Any

import pytest

from apps.brands import sentences as words
from apps.brands.services.catalogue import archive_brand, update_brand, update_sku
from apps.core import sentences
from apps.core.models import ChangeSet
from apps.core.services.undo import undo
from apps.portal.words import act
from tests.factories.catalogue import make_brand, make_sku

pytestmark = pytest.mark.usefixtures("in_acme")
SPANISH = {
    'Edited brand "%(name)s": %(fields)s': "Marca «%(name)s» editada: %(fields)s",
    "Undo of #%(number)s: %(what)s": "Deshecho n.º %(number)s: %(what)s",
}


def last() -> dict[str, Any]:
    row = ChangeSet.objects.latest("id")
    return {"summary": row.summary, "about": row.about}


def test_an_edit_names_the_brand_and_the_fields():
    update_brand(make_brand("Giribaldi").pk, values={"website": "https://giribaldi.example/", "display_name": "G"})
    assert last()["summary"] == 'Edited brand "G": website, display name'
    assert last()["about"] == {"sentence": "brand.edited", "name": "G", "fields": ["website", "display_name"]}
    assert act(last()) == 'Edited brand "G": website, name'


def test_fields_that_follow_others_are_not_named():
    sku = make_sku()
    update_sku(sku.pk, values={"class_type": "81"})
    assert last()["summary"] == f"Edited SKU {sku.ttb_id}: class type"


def test_an_edit_that_changes_nothing_is_no_act():
    brand = make_brand("Giribaldi")
    before = ChangeSet.objects.count()
    update_brand(brand.pk, values={"display_name": "Giribaldi"})
    assert ChangeSet.objects.count() == before


def test_it_is_told_in_the_readers_language(monkeypatch: pytest.MonkeyPatch):
    update_brand(make_brand("Giribaldi").pk, values={"website": "https://giribaldi.example/"})
    edit = ChangeSet.objects.latest("id").pk
    undo(edit)
    assert last()["summary"] == f'Undo of #{edit}: Edited brand "Giribaldi": website'
    monkeypatch.setattr(sentences, "gettext", lambda text: SPANISH.get(text, text))
    assert act(last()) == f"Deshecho n.º {edit}: Marca «Giribaldi» editada: website"


def test_an_act_without_a_sentence_is_told_as_it_was_kept():
    brand = make_brand("Plain")
    assert act(last()) == "New brand Plain"
    undo(ChangeSet.objects.latest("id").pk)
    assert act(last()).endswith(": New brand Plain")
    assert brand.pk


@pytest.mark.parametrize("about", [{"sentence": "gone.for_good"}, {"sentence": "brand.edited", "name": "X"}, {}])
def test_a_sentence_nobody_knows_any_more_is_the_summary(about: dict[str, Any]):
    assert act({"summary": "As it was", "about": about}) == "As it was"


def test_long_names_are_cut_and_signs_of_percent_are_only_text():
    assert str(words.brand_archived(name="100% " + "x" * 200)) == f'Archived brand "100% {"x" * 114}…"'


def test_the_page_of_activity_tells_it(portal: Any, alice: Any, acme: Any):
    brand = make_brand("Giribaldi <b>")
    archive_brand(brand.pk)
    page = portal(alice, acme).get("/activity/").content.decode()
    assert "Archived brand &quot;Giribaldi &lt;b&gt;&quot;" in page

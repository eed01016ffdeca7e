"""Tags, lists and notes: what people put on brands and importers, all of it in history and undoable."""

from typing import Any

import pytest

from apps.brands.models import Listed, Note, RecordList, Tag, Tagging
from apps.brands.selectors.lists import BRANDS, IMPORTERS
from apps.brands.selectors.marks import marks_of
from apps.brands.services import notes, record_lists, tags
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core import context
from apps.core.models import ChangeSet, Event
from apps.core.policy import NotAllowed
from apps.core.selectors.history import touched
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.factories.catalogue import make_permit
from tests.factories.state import state

pytestmark = pytest.mark.usefixtures("as_alice", "held_back")


def names(**asked: list[str]) -> list[str]:
    return [row["display_name"] for row in BRANDS.page(asked).rows]


def newest() -> int:
    return int(ChangeSet.objects.latest("id").pk)


def test_a_tags_name_is_unique_whatever_its_case() -> None:
    tags.create_tag(name="  Été   2026 ", colour="teal")
    assert Tag.objects.get().name == "Été 2026"
    for again in ("été 2026", "ÉTÉ 2026", "E\u0301te\u0301 2026"):
        with pytest.raises(BadValue, match="There is a tag of this name"):
            tags.create_tag(name=again)


@pytest.mark.parametrize("bad", ["", "   ", "a, b", "a; b", "Missing", "x" * 61, 7, None])
def test_a_tag_needs_a_name_that_can_be_told_apart(bad: Any) -> None:
    with pytest.raises(BadValue):
        tags.create_tag(name=bad)


def test_a_colour_is_one_of_a_few() -> None:
    with pytest.raises(BadValue, match="Use one of"):
        tags.create_tag(name="X", colour="#ff0000")


def test_tagging_narrows_lists_and_undo_takes_it_back() -> None:
    one, two = put("One"), put("Two")
    before = state()
    assert tags.tag_records("brands", [one.pk], add=["Priority", "🍷 وردي"]) == 2
    assert tags.tag_records("brands", [one.pk], add=["priority"]) == 0
    assert names(tag=["PRIORITY"]) == ["One"]
    assert names(tag=[str(Tag.objects.get(key="priority").pk)]) == ["One"]
    assert names(tag=["missing"]) == ["Two"]
    assert names(tag=["missing", "priority"]) == ["One", "Two"]
    assert BRANDS.page({"fields": ["id,tags"], "id": [str(one.pk)]}).rows == [
        {"id": one.pk, "tags": ["Priority", "🍷 وردي"]}
    ]
    assert "tags" not in BRANDS.page({}).rows[0]
    undo(ChangeSet.objects.order_by("-id")[1].pk)
    assert state() == before
    assert two.pk


def test_an_importer_is_tagged_listed_and_noted_by_its_shared_id() -> None:
    put("One", {"permit": "NY-I-1"})
    importer = make_permit("NY-I-1", list_code="importer", owner="Own Wines", status="active")
    tags.tag_records("importers", [importer.pk], add=["Partner"])
    mine = record_lists.create_list(kind="importers", name="Autumn")
    record_lists.fill_list(mine.pk, add=[importer.pk])
    notes.write_note(resource="importers", record_id=importer.pk, text="Met in Vinexpo.")
    for asked in ({"tag": ["partner"]}, {"list": [str(mine.pk)]}, {"has_notes": ["true"]}):
        assert [row["permit"] for row in IMPORTERS.page({**asked, "fields": ["permit,tags"]}).rows] == ["NY-I-1"]
    assert IMPORTERS.page({"has_notes": ["false"]}).rows == []
    found = marks_of("importers", importer.pk)
    assert [tag["name"] for tag in found["tags"]] == ["Partner"]
    assert [note["text"] for note in found["notes"]] == ["Met in Vinexpo."]


def test_a_removed_tag_comes_back_with_everything_that_had_it() -> None:
    brands = [put(name) for name in ("One", "Two", "Three")]
    tags.tag_records("brands", [brand.pk for brand in brands], add=["Priority"])
    before = state()
    tags.delete_tag(Tag.objects.get().pk)
    assert (Tag.objects.count(), Tagging.objects.count()) == (0, 0)
    back = undo(newest())
    assert state() == before
    undo(back.change_set)
    assert Tagging.objects.count() == 0


def test_a_tag_that_was_made_anew_stands_in_the_way_of_its_namesake() -> None:
    tag = tags.create_tag(name="Priority")
    tags.delete_tag(tag.pk)
    act = newest()
    tags.create_tag(name="PRIORITY")
    assert undo(act, choice="keep_later").kept == 1
    assert Tag.objects.get().name == "PRIORITY"


def test_a_brand_an_import_made_stays_when_it_has_been_tagged_since() -> None:
    brand = put("One")
    made = newest()
    tags.tag_records("brands", [brand.pk], add=["Priority"])
    undo(made, choice="keep_later")
    assert marks_of("brands", brand.pk)["tags"]


def test_what_is_not_there_cannot_be_tagged() -> None:
    with pytest.raises(NoSuchRecord):
        tags.tag_records("brands", [404], add=["X"])
    assert not Tag.objects.exists()


def test_a_list_keeps_the_order_of_adding_and_each_record_once() -> None:
    from apps.brands.selectors.entries import entries

    one, two, three = put("One"), put("Two"), put("Three")
    made = record_lists.create_list(kind="brands", name="Spring", description="For the fair")
    record_lists.fill_list(made.pk, add=[two.pk])
    record_lists.fill_list(made.pk, add=[three.pk, one.pk, two.pk])
    found = entries({"id": made.pk, "kind": "brands"}).rows
    assert [row["record"]["display_name"] for row in found] == ["One", "Three", "Two"]
    record_lists.fill_list(made.pk, remove=[three.pk])
    assert names(list=[str(made.pk)]) == ["One", "Two"]
    undo(newest())
    assert Listed.objects.count() == 3


def test_a_private_list_is_its_owners_alone(bob: Any, acme: Any) -> None:
    from apps.accounts.selectors import actor_of

    mine = record_lists.create_list(kind="brands", name="Mine", shared=False)
    with context.acting(actor=actor_of(bob, acme)):
        with pytest.raises(NoSuchRecord):
            record_lists.fill_list(mine.pk, add=[])
        with pytest.raises(ValueError, match="no list"):
            names(list=[str(mine.pk)])
        theirs = record_lists.create_list(kind="brands", name="Bob's")
    record_lists.update_list(theirs.pk, values={"name": "Moderated"})
    record_lists.update_list(mine.pk, values={"shared": True})
    with context.acting(actor=actor_of(bob, acme)), pytest.raises(NotAllowed):
        record_lists.delete_list(mine.pk)
    assert RecordList.objects.count() == 2


def test_what_was_done_to_a_private_list_is_not_told_to_others(bob: Any, acme: Any) -> None:
    from apps.accounts.selectors import actor_of

    def told() -> list[Any]:
        acts = range(mine_act, newest() + 1)
        return [row["label"] for act in acts for model in (RecordList, Listed) for row in touched(act, model).rows]

    brand = put("One")
    mine = record_lists.create_list(kind="brands", name="Secret", shared=False)
    mine_act = newest()
    record_lists.fill_list(mine.pk, add=[brand.pk])
    record_lists.update_list(mine.pk, values={"name": "Secret too"})
    with context.acting(actor=actor_of(bob, acme)):
        assert told() == []
    assert len(told()) == 3
    record_lists.delete_list(mine.pk)
    with context.acting(actor=actor_of(bob, acme)):
        assert told() == []
    assert len(told()) == 5
    assert not ChangeSet.objects.filter(summary__contains="Secret").exists()


def test_a_note_is_kept_as_it_was_typed_and_changed_by_its_author(bob: Any, acme: Any) -> None:
    from apps.accounts.selectors import actor_of

    brand = put("One")
    typed = "<script>alert(1)</script>\r\nسلام 🍷 https://example.com/?a=1&b=2\x00\x07"
    with context.acting(actor=actor_of(bob, acme)):
        note = notes.write_note(resource="brands", record_id=brand.pk, text=typed)
    assert note.text == "<script>alert(1)</script>\nسلام 🍷 https://example.com/?a=1&b=2"
    assert (note.author_name, note.edited_at) == ("Bob", None)
    notes.update_note(note.pk, values={"text": "Moderated", "pinned": True})
    assert Note.objects.get().edited_at is not None
    undo(newest())
    assert (Note.objects.get().text, Note.objects.get().is_pinned) == (note.text, False)
    mine = notes.write_note(resource="brands", record_id=brand.pk, text="Mine")
    with context.acting(actor=actor_of(bob, acme)):
        notes.update_note(mine.pk, values={"pinned": True})
        for act in (lambda: notes.update_note(mine.pk, values={"text": "x"}), lambda: notes.delete_note(mine.pk)):
            with pytest.raises(NotAllowed):
                act()
    assert next(note["text"] for note in marks_of("brands", brand.pk)["notes"]) == "Mine"


@pytest.mark.parametrize("bad", ["", " \n ", "\x00", "x" * 10_001, 5, None])
def test_a_note_says_something(bad: Any) -> None:
    brand = put("One")
    with pytest.raises(BadValue):
        notes.write_note(resource="brands", record_id=brand.pk, text=bad)


def test_a_tag_on_many_is_one_event_without_their_ids() -> None:
    brands = [put(f"B{n}") for n in range(101)]
    tags.tag_records("brands", [brand.pk for brand in brands], add=["Priority"])
    fact = Event.objects.get(name="record.tagged").payload
    assert (fact["added"], fact["ids"]) == (101, [])


def test_globex_sees_nothing_of_acme(acme: Any, globex: Any) -> None:
    from django.db import connection

    brand = put("One")
    tags.tag_records("brands", [brand.pk], add=["Priority"])
    record_lists.create_list(kind="brands", name="Spring")
    notes.write_note(resource="brands", record_id=brand.pk, text="Secret")
    connection.set_tenant(globex)
    assert not any(model.objects.exists() for model in (Tag, Tagging, RecordList, Listed, Note))
    connection.set_tenant(acme)

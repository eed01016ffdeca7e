"""What an event is about, for those who have a list or a record open."""

from apps.portal.news import topics


def test_an_event_about_records_names_them() -> None:
    assert topics("sku.updated", {"sku_id": 7, "brand_id": 5}) == ["brands:5", "skus:7"]


def test_what_hangs_on_records_names_the_records_it_was_put_on() -> None:
    few = {"resource": "brands", "tag_id": 3, "added": 2, "removed": 0, "ids": [5, 6]}
    assert topics("record.tagged", few) == ["brands:5", "brands:6", "tags"]
    assert topics("record.tagged", few | {"ids": []}) == ["brands", "tags"]
    assert topics("note.saved", {"note_id": 1, "resource": "importers", "record_id": 9}) == ["importers:9"]


def test_a_tag_renamed_concerns_all_that_may_bear_it() -> None:
    assert topics("tag.saved", {"tag_id": 3}) == ["brands", "importers", "tags"]


def test_rows_that_wait_are_followed_and_what_a_conflict_changed() -> None:
    mended = {"held_ids": [8], "change_set_id": None, "origin": "portal"}
    assert topics("quarantine.changed", mended) == ["quarantine:8", "quarantine"]
    assert {"quarantine:8", "skus"} <= set(topics("quarantine.changed", mended | {"change_set_id": 3}))


def test_an_act_over_many_rows_concerns_every_list() -> None:
    assert "skus" in topics("bulk.applied", {"bulk_id": 1, "change_set_id": 2, "resource": "brands"})


def test_a_file_made_of_a_list_changes_no_row() -> None:
    assert topics("export.requested", {"export_id": 1, "resource": "brands"}) == []


def test_what_is_put_into_a_list_concerns_the_list_and_the_records() -> None:
    filled = {"list_id": 4, "resource": "brands", "added": 1, "removed": 0, "ids": [5]}
    assert topics("list.filled", filled) == ["lists:4", "brands:5"]
    assert topics("list.saved", {"list_id": 4}) == ["lists:4", "lists"]

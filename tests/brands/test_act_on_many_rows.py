"""Acts on many rows: previewed, done as one change set, undone; what changed meanwhile is skipped and listed."""

from typing import Any

import pytest

from apps.brands.models import Brand, BulkAct, Listed, Sku, Tagging
from apps.brands.selectors.lists import BRANDS
from apps.brands.selectors.search import brand_ids
from apps.brands.selectors.selection import Selection
from apps.brands.services import bulk, catalogue, record_lists, tags
from apps.brands.services.editing import BadValue, NoSuchRecord
from apps.core import context
from apps.core.jobs import Cancelled
from apps.core.models import ChangeSet, Event
from apps.core.policy import NotAllowed
from apps.core.services.undo import undo
from tests.brands.shelf import put
from tests.factories.catalogue import make_permit
from tests.factories.state import state

pytestmark = pytest.mark.usefixtures("as_alice", "held_back")
SITE = "https://wines.example/"


class Silent:
    """A watch that says nothing."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Nobody asks."""


class Stopping(Silent):
    """A watch whose stop is pressed when all is changed."""

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        if done == total:
            raise Cancelled


def all_of(resource: str, **asked: list[str]) -> Selection:
    return Selection(resource, filter=asked)


def some(*records: Any) -> Selection:
    resource = "skus" if isinstance(records[0], Sku) else "brands"
    return Selection(resource, ids=tuple(one.pk for one in records))


def look(selection: Selection, act: str, **values: Any) -> BulkAct:
    return bulk.preview_bulk(selection=selection, act=act, values=values)


def run(made: BulkAct, watch: Any = None) -> BulkAct:
    bulk.start_bulk(made.pk)
    return bulk.run_bulk(BulkAct.objects.get(pk=made.pk), watch or Silent())


def counts(made: BulkAct) -> tuple[int, int, dict[str, int]]:
    return made.preview["change"], made.preview["same"], made.preview["refused"]


def test_an_edit_says_first_how_many_change_stay_or_are_refused() -> None:
    one, same, away = put("One"), put("Same", website=SITE), put("Away")
    catalogue.archive_brand(away.pk)
    before = state()
    made = look(some(one, same, away), "edit", website=SITE)
    assert counts(made) == (1, 1, {"archived": 1})
    assert made.preview["examples"] == [
        {"id": one.pk, "label": "One", "changes": [{"field": "website", "before": None, "after": SITE}]}
    ]
    assert made.preview["refusals"] == [{"id": away.pk, "label": "Away", "reason": "archived"}]
    assert state() == before


def test_brands_renamed_together_are_found_by_the_new_name_until_it_is_taken_back() -> None:
    brands = [put("One"), put("Two")]
    done = run(look(some(*brands), "edit", display_name="Crimson Harvest"))
    assert sorted(brand_ids("crimson harvest")) == [one.pk for one in brands]
    undo(done.change_set_id)
    assert brand_ids("crimson harvest") == []


def test_an_edit_is_one_act_that_keeps_what_the_source_said_and_can_be_undone() -> None:
    brands = [put("One"), put("Two", website="https://old.example/"), put("Three")]
    before = state()
    done = run(look(all_of("brands"), "edit", website=SITE))
    assert done.report == {"changed": 3, "same": 0, "refused": 0, "skipped": 0, "rows": []}
    assert {b.website for b in Brand.objects.all()} == {SITE}
    assert [b.edited for b in Brand.objects.order_by("id")] == [
        {"website": None}, {"website": "https://old.example/"}, {"website": None},
    ]  # fmt: skip
    act = ChangeSet.objects.get(pk=done.change_set_id)
    assert (act.kind, act.counts["changed"], act.actor_name) == ("bulk", 3, "Alice")
    assert Brand.history.model.objects.filter(change_set_id=act.pk).count() == 3
    assert [e.name for e in Event.objects.filter(change_set_id=act.pk).order_by("id")] == [
        "bulk.applied",
        *["brand.updated"] * 3,
    ]
    back = undo(act.pk)
    assert state() == before
    undo(back.change_set)
    assert Brand.objects.filter(website=SITE).count() == len(brands)


def test_a_field_set_back_to_what_the_source_says_is_no_longer_an_edit() -> None:
    brand = put("One", website=SITE)
    catalogue.update_brand(brand.pk, values={"website": "https://other.example/"})
    run(look(some(brand), "edit", website=SITE))
    assert Brand.objects.get().edited == {}


def test_many_skus_are_edited_with_all_that_follows_from_it() -> None:
    brand = put("One", {}, {}, {})
    run(look(all_of("skus"), "edit", class_type="977", origin="05", fanciful_name=None, status="surrendered"))
    assert set(Sku.objects.values_list("class_type", "origin", "status")) == {("977", "05", "surrendered")}
    row = BRANDS.page({"id": [str(brand.pk)]}).rows[0]
    assert row["origins"] == ["05"]
    assert row["categories"] == [Sku.objects.first().category]
    assert Sku.objects.first().edited["class_type"] == "80"


def test_skus_are_moved_to_another_brand() -> None:
    one, two = put("One", {}, {}), put("Two", {})
    before = state()
    done = run(look(all_of("skus", brand=[str(one.pk)]), "edit", brand_id=two.pk))
    assert Sku.objects.filter(brand=two).count() == 3
    assert BRANDS.page({"id": [str(two.pk)]}).rows[0]["sku_count"] == 3
    undo(done.change_set_id)
    assert state() == before
    with pytest.raises(BadValue):
        look(all_of("skus"), "edit", brand_id=404)


def test_archive_takes_the_skus_along_and_restore_brings_back_what_went() -> None:
    one, two = put("One", {}, {}), put("Two", {})
    early = Sku.objects.filter(brand=one).first()
    catalogue.archive_sku(early.pk)
    before = state()
    done = run(look(all_of("brands"), "archive"))
    assert (Brand.objects.filter(archived_at=None).count(), Sku.objects.filter(archived_at=None).count()) == (0, 0)
    undo(done.change_set_id)
    assert state() == before
    run(look(all_of("brands"), "archive"))
    run(look(all_of("brands", archived=["true"]), "restore"))
    assert list(Sku.objects.exclude(archived_at=None)) == [early]
    assert BRANDS.page({"id": [str(two.pk)]}).rows[0]["sku_count"] == 1


def test_what_cannot_come_back_is_refused() -> None:
    one, two = put("One", {}), put("Two", {})
    catalogue.archive_brand(one.pk)
    catalogue.archive_brand(two.pk)
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    with change_set(ChangeKind.FORM, "Merge"):
        two.refresh_from_db()
        two.merged_into_id = one.pk
        two.save()
    assert counts(look(some(one, two), "restore")) == (1, 0, {"merged": 1})
    sku = Sku.objects.filter(brand=two).get()
    assert counts(look(some(sku), "restore")) == (0, 0, {"brand_archived": 1})


def test_tags_go_on_and_off_many() -> None:
    brands = [put(f"B{n}") for n in range(4)]
    tag = tags.create_tag(name="Priority")
    tags.tag_records("brands", [brands[0].pk], add=[tag.pk])
    before = state()
    made = look(all_of("brands"), "tag", tag=tag.pk)
    assert counts(made) == (3, 1, {})
    done = run(made)
    assert Tagging.objects.count() == 4
    undo(done.change_set_id)
    assert state() == before
    run(look(all_of("brands", tag=["priority"]), "untag", tag="Priority"))
    assert not Tagging.objects.exists()


def test_importers_are_tagged_and_listed_but_never_edited() -> None:
    put("One", {"permit": "NY-I-1"})
    make_permit("NY-I-1", list_code="importer", owner="Own Wines", status="active")
    tag = tags.create_tag(name="Partner")
    mine = record_lists.create_list(kind="importers", name="Autumn")
    assert run(look(all_of("importers"), "tag", tag=tag.pk)).report["changed"] == 1
    assert run(look(all_of("importers"), "add_to_list", list=mine.pk)).report["changed"] == 1
    assert run(look(all_of("importers"), "remove_from_list", list=mine.pk)).report["changed"] == 1
    for act in ("archive", "edit"):
        with pytest.raises(BadValue):
            look(all_of("importers"), act, **({"website": SITE} if act == "edit" else {}))


def test_rows_edited_after_the_preview_are_skipped_and_listed() -> None:
    one, two = put("One"), put("Two")
    made = look(some(one, two), "edit", website=SITE)
    catalogue.update_brand(two.pk, values={"website": "https://bob.example/"})
    done = run(made)
    assert (done.report["changed"], done.report["skipped"]) == (1, 1)
    assert done.report["rows"] == [{"id": two.pk, "label": "Two", "reason": "changed_since"}]
    assert Brand.objects.get(pk=two.pk).website == "https://bob.example/"


def test_rows_that_no_longer_fit_are_skipped_and_new_ones_are_left_alone() -> None:
    one, two = put("One"), put("Two")
    tags.tag_records("brands", [one.pk, two.pk], add=["Priority"])
    made = look(all_of("brands", tag=["priority"]), "edit", website=SITE)
    tags.tag_records("brands", [two.pk], remove=["Priority"])
    three = put("Three")
    tags.tag_records("brands", [three.pk], add=["Priority"])
    done = run(made)
    assert [row["id"] for row in done.report["rows"]] == [two.pk]
    assert list(Brand.objects.filter(website=SITE)) == [one]


def test_marks_are_not_put_on_rows_that_changed_meanwhile() -> None:
    one, two = put("One"), put("Two")
    mine = record_lists.create_list(kind="brands", name="Spring")
    made = look(some(one, two), "add_to_list", list=mine.pk)
    catalogue.update_brand(two.pk, values={"website": SITE})
    assert run(made).report["skipped"] == 1
    assert list(Listed.objects.values_list("brand_id", flat=True)) == [one.pk]


def test_a_stop_leaves_nothing_and_it_can_be_run_again() -> None:
    put("One")
    before, acts = state(), ChangeSet.objects.count()
    made = look(all_of("brands"), "edit", website=SITE)
    with pytest.raises(Cancelled):
        run(made, Stopping())
    assert (state(), ChangeSet.objects.count()) == (before, acts)
    again = bulk.run_bulk(BulkAct.objects.get(pk=made.pk), Silent())
    assert (again.state, again.report["changed"]) == ("done", 1)
    assert bulk.run_bulk(BulkAct.objects.get(pk=made.pk), Silent()).change_set_id == again.change_set_id


def test_a_tag_that_is_gone_by_then_ends_it_with_a_clear_word() -> None:
    put("One")
    tag = tags.create_tag(name="Priority")
    made = look(all_of("brands"), "tag", tag=tag.pk)
    tags.delete_tag(tag.pk)
    with pytest.raises(BadValue, match="Name one tag"):
        run(made)
    assert BulkAct.objects.get(pk=made.pk).state == "failed"


@pytest.mark.unmeasured
def test_more_than_a_hundred_rows_are_one_fact() -> None:
    for n in range(101):
        put(f"B{n}")
    done = run(look(all_of("brands"), "edit", website=SITE))
    assert [e.name for e in Event.objects.filter(change_set_id=done.change_set_id)] == ["bulk.applied"]


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("edit", {}), ("edit", {"normal_form": "X"}), ("edit", {"website": "javascript:alert(1)"}), ("paint", {}),
        ("archive", {"website": SITE}), ("tag", {}), ("tag", {"tag": 5}), ("add_to_list", {"list": 5}),
            ("untag", {"tag": "nowhere"}), ("tag", {"tag": 2**70}), ("tag", {"tag": "a;b"}),
        ("add_to_list", {"list": ""}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_is_looked_at(act: str, values: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        look(all_of("brands"), act, **values)
    assert not BulkAct.objects.exists()


def test_ids_that_are_not_there_are_counted_as_refused() -> None:
    one = put("One")
    assert counts(look(Selection("brands", ids=(one.pk, 404, 405)), "edit", website=SITE)) == (1, 0, {"gone": 2})
    assert counts(look(Selection("brands", ids=()), "edit", website=SITE)) == (0, 0, {})


def test_too_many_rows_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.brands.services import bulk_preview

    put("One")
    put("Two")
    monkeypatch.setattr(bulk_preview, "MOST", 1)
    with pytest.raises(bulk.TooMany, match="more than one act takes"):
        look(all_of("brands"), "archive")


def test_only_who_looked_may_start_it_and_only_once(bob: Any, acme: Any) -> None:
    from apps.accounts.selectors import actor_of

    put("One")
    made = look(all_of("brands"), "edit", website=SITE)
    with context.acting(actor=actor_of(bob, acme)), pytest.raises(NoSuchRecord):
        bulk.start_bulk(made.pk)
    with pytest.raises(bulk.OtherPreview):
        bulk.start_bulk(made.pk, fingerprint="0" * 64)
    bulk.start_bulk(made.pk, fingerprint=made.fingerprint)
    with pytest.raises(bulk.AlreadyStarted):
        bulk.start_bulk(made.pk)


@pytest.mark.parametrize(
    ("who", "act", "allowed"),
    [
        ("vera", "edit", False), ("bob", "edit", True), ("bob", "archive", False), ("max", "archive", True),
        ("vera", "tag", False), ("bob", "tag", True),
    ],
)  # fmt: skip
def test_a_role_may_do_to_many_what_it_may_do_to_one(
    who: str, act: str, allowed: bool, acme: Any, request: pytest.FixtureRequest
) -> None:
    from apps.accounts.selectors import actor_of

    put("One")
    tags.create_tag(name="Priority")
    values: dict[str, Any] = {"edit": {"website": SITE}, "tag": {"tag": "Priority"}}.get(act, {})
    with context.acting(actor=actor_of(request.getfixturevalue(who), acme)):
        if allowed:
            assert look(all_of("brands"), act, **values).preview["change"] == 1
        else:
            with pytest.raises(NotAllowed):
                look(all_of("brands"), act, **values)


def test_a_bulk_edit_leaves_a_record_as_an_edit_by_hand_would() -> None:
    kinds: list[dict[str, Any]] = [
        {}, {"website": "https://old.example/"}, {"website": SITE, "edited": {"website": "https://old.example/"}},
        {"blanks": {"website": "withheld"}, "edited": {"website": None}},
    ]  # fmt: skip
    for values in ({"website": SITE}, {"website": None}, {"website_state": "empty"}, {"website_state": "not_asked"}):
        told = kinds if values != {"website": None} else kinds[:-1]  # in bulk, what is empty keeps its reason
        pairs = [(put("By hand", **kind), put("In bulk", **kind)) for kind in told]
        for hand, _bulk in pairs:
            catalogue.update_brand(hand.pk, values=dict(values))
        if (made := look(some(*(many for _hand, many in pairs)), "edit", **values)).preview["change"]:
            run(made)
        for hand, many in pairs:
            hand.refresh_from_db()
            many.refresh_from_db()
            assert (many.website, many.blanks, many.edited) == (hand.website, hand.blanks, hand.edited), values

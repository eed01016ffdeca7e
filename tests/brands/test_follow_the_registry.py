"""A workspace follows a part of the registry: it is filled, then kept up by what changes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from apps.brands.models import Brand, Import, Sku, Subscription
from apps.brands.services.catalogue import update_sku
from apps.brands.services.subscriptions import fill_now
from apps.core.models import ChangeSet
from apps.core.services.undo import undo
from apps.registry.models import ColaRecord, ColaVersion
from tests.brands.files import OLD, outcomes, row, table, take, written

pytestmark = pytest.mark.usefixtures("in_acme")
Load = Callable[..., dict[str, Any]]

DAY = [
    row(1), row(2, origin="50", origin_desc="ITALY", completed_date="03/01/2024"),
    row(3, permit="CA-I-1", class_type="901", class_type_desc="BEER"), row(4, origin="05", origin_desc="VIRGINIA"),
]  # fmt: skip


@pytest.fixture
def load(command: Any, tmp_path: Any) -> Load:
    """`load(rows)`: the registry takes a file, or several; what the command answers."""

    def run(*files: Any) -> dict[str, Any]:
        paths = []
        for place, given in enumerate(files):
            paths.append(tmp_path / f"day{place}.csv")
            paths[-1].write_bytes(given if isinstance(given, bytes) else table(given))
        code, found, said = command("load_registry", *paths)
        assert code == 0, said
        return found

    return run


def follow(command: Any, *filters: str) -> dict[str, Any]:
    code, found, said = command("subscribe", "acme", *(word for one in filters for word in ("--filter", one)))
    assert code == 0, said
    return dict(found)


def numbers(found: dict[str, Any]) -> dict[str, int]:
    return {key: found[key] for key in ("new", "updated", "unchanged", "duplicate", "conflicting") if found[key]}


def test_the_registry_takes_a_file_once(load: Load):
    assert numbers(load(DAY)) == {"new": 4}
    before = list(ColaRecord.objects.order_by("id").values())
    assert numbers(load(DAY)) == {"unchanged": 4}
    assert numbers(load(DAY[::-1])) == {"unchanged": 4}
    assert list(ColaRecord.objects.order_by("id").values()) == before
    assert not ColaVersion.objects.exists()


def test_a_change_is_a_new_version(load: Load):
    load(DAY)
    before = ColaRecord.objects.get(ttb_id__endswith="1")
    assert numbers(load([row(1, class_type="81", class_type_desc="TABLE WHITE WINE"), *DAY[1:]])) == {
        "updated": 1,
        "unchanged": 3,
    }
    now = ColaRecord.objects.get(ttb_id__endswith="1")
    assert (now.pk, now.class_type, now.version, now.seq > before.seq) == (before.pk, "81", 2, True)
    assert (ColaVersion.objects.get().class_type, ColaVersion.objects.get().version) == ("80", 1)


def test_an_old_export_says_nothing_of_the_columns_it_has_not(load: Load):
    load([row(1, fanciful_name="A", class_type_desc="RED AS TTB WROTE IT"), row(2, fanciful_name="B")])
    assert numbers(load(table([row(1, fanciful_name="A"), row(2, fanciful_name="B")], OLD))) == {"unchanged": 2}
    assert numbers(
        load(
            [row(1, fanciful_name="A", class_type_desc="RED AS TTB WROTE IT")],
            table([row(2)], ["ttb_id", "permit", "brand_name"]),
        )
    ) == {"unchanged": 2}
    load(table([row(1, brand_name="NEW")], ["ttb_id", "permit", "brand_name"]))
    found = ColaRecord.objects.get(ttb_id__endswith="1")
    assert (found.brand_name, found.fanciful_name, found.class_type, found.category) == ("NEW", "A", "80", "Wine")


def test_rows_that_come_twice_or_contradict(load: Load):
    assert numbers(load([row(1), row(1), row(2), row(2, serial="x"), row(3)])) == {
        "new": 2,
        "duplicate": 1,
        "conflicting": 2,
    }


def test_a_new_follower_is_filled(load: Load, command: Any):
    load(DAY)
    found = follow(command)
    assert (numbers({**found, "duplicate": 0}), found["brands_new"]) == ({"new": 4}, Brand.objects.count())
    assert set(Sku.objects.values_list("source", flat=True)) == {"registry"}
    run = Import.objects.get()
    assert (run.state, run.source, run.change_set_id) == ("done", "registry", found["change_set"])


@pytest.mark.parametrize(
    ("filters", "picked"),
    [
        (["origin=51"], "13"), (["origin=51", "origin=50"], "123"), (["origin=51", "permit=CA-I-1"], "3"),
        (["market=domestic"], "4"), (["market=imported"], "123"), (["completed_from=2024-02-01"], "2"),
        (["completed_to=2024-02-01"], "134"), (["permit_state=CA"], "3"), (["category=Wine"], "124"), (["class_type=901"], "3"),
        (["family=nobody"], ""), (["origin=%"], ""), (["permit='; --"], ""),
    ],
)  # fmt: skip
def test_a_filter_picks(filters: list[str], picked: str, load: Load, command: Any):
    load(DAY)
    follow(command, *filters)
    assert sorted(ttb_id[-1] for ttb_id in Sku.objects.values_list("ttb_id", flat=True)) == list(picked)


@pytest.mark.parametrize("given", ["colour=red", "completed_from=soon", "market=both"])
def test_a_filter_that_is_none_is_refused(given: str, command: Any):
    code, found, _said = command("subscribe", "acme", "--filter", given)
    assert (code, found["error"]["code"]) == (3, "bad_filter")
    assert not Subscription.objects.exists()


def test_followers_are_kept_up_by_what_changed(load: Load, command: Any, deliver: Any, in_acme: Any):
    load(DAY)
    follow(command)
    deliver()
    load([row(1, fanciful_name="NEW"), row(9)])
    deliver()
    connection.set_tenant(in_acme)
    assert Sku.objects.get(ttb_id__endswith="1").fanciful_name == "NEW"
    run = Import.objects.first()
    assert run is not None
    assert outcomes(run.report) == {"new": 1, "updated": 1}
    before = written()
    load([row(1, fanciful_name="NEW"), row(9)])
    deliver()
    connection.set_tenant(in_acme)
    assert written() == before
    assert Import.objects.first() == run


def test_a_fill_that_was_undone_comes_back_with_the_next(load: Load, command: Any, deliver: Any, in_acme: Any):
    load(DAY)
    found = follow(command, "origin=51")
    deliver()
    connection.set_tenant(in_acme)
    following = Subscription.objects.get()
    undo(found["change_set"])
    deliver()
    connection.set_tenant(in_acme)
    assert not Sku.objects.exists()
    assert outcomes(fill_now(following).report) == {"new": 2}
    assert outcomes(fill_now(following).report) == {}


def test_an_upload_that_was_undone_leaves_the_registrys_rows_to_the_next_fill(
    load: Load, command: Any, deliver: Any, in_acme: Any
):
    mine = take(DAY[:1])
    load(DAY)
    follow(command)
    assert mine.change_set_id is not None
    undo(mine.change_set_id, choice="overwrite")
    deliver()
    connection.set_tenant(in_acme)
    fill_now(Subscription.objects.get())
    assert sorted(ttb_id[-1] for ttb_id in Sku.objects.values_list("ttb_id", flat=True)) == list("1234")


def test_an_undone_edit_makes_no_fill_look_again(load: Load, command: Any, deliver: Any, in_acme: Any):
    load(DAY)
    follow(command)
    before = Subscription.objects.get().watermark
    update_sku(Sku.objects.first().pk, values={"fanciful_name": "MINE"})  # type: ignore[union-attr]
    undo(ChangeSet.objects.latest("id").pk)
    deliver()
    connection.set_tenant(in_acme)
    assert Subscription.objects.get().watermark == before


def test_identity_is_the_same_by_file_and_by_registry(load: Load, command: Any):
    rows = [
        row(1, brand_name="A.F. GROS"),
        row(2, brand_name="AF GROS"),
        row(3, brand_name="AF GROS", permit="CA-I-1", origin="05"),
    ]
    load(rows)
    follow(command)
    assert sorted(Brand.objects.values_list("source_name", flat=True)) == ["A.F. GROS", "AF GROS"]
    before = written()
    take(rows)
    assert written() == before


def test_names_of_any_length_are_taken(load: Load, command: Any):
    name = "".join(chr(65 + n * n * 7 % 26) + chr(65 + n * 11 % 23) for n in range(3000))
    assert load([row(1, brand_name=name), row(2, permit=name), row(3, brand_name=name.lower())])["new"] == 2
    assert follow(command)["brands_new"] == 1


def test_globex_sees_nothing_of_acme(load: Load, command: Any, globex: Any):
    load(DAY)
    follow(command)
    connection.set_tenant(globex)
    assert not Sku.objects.exists()
    assert not Import.objects.exists()

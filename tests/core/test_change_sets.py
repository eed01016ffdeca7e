"""No write to a tracked table without a change set, whoever makes it; each leaves history that says who and why."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.brands.models import Brand
from apps.core import context
from apps.core.choices import ChangeKind
from apps.core.models import ChangeSet
from apps.core.services.changes import change_set
from tests.factories.catalogue import make_brand

VALUES = {"source_name": "P", "display_name": "P", "normal_form": "P"}
WAYS = {
    "save": lambda: Brand.objects.create(**VALUES),
    "bulk_create": lambda: Brand.objects.bulk_create([Brand(**VALUES)]),
    "update": lambda: Brand.objects.update(website="x"),
    "delete": lambda: Brand.objects.all().delete(),
    "raw insert": lambda: _sql(
        "INSERT INTO brands_brand (source_name, display_name, normal_form, edited, blanks) VALUES ('a', 'a', 'a', '{}', '{}')"
    ),
    "raw update": lambda: _sql("UPDATE brands_brand SET website = 'x'"),
    "truncate": lambda: _sql("TRUNCATE brands_brand CASCADE"),
}


def _sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("way", WAYS)
def test_an_untracked_write_is_refused(in_acme, way):
    make_brand()
    with transaction.atomic():
        _sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="untracked write"), transaction.atomic():
        WAYS[way]()


def test_a_change_set_does_not_stay_open(in_acme):
    make_brand()
    with pytest.raises(IntegrityError, match="untracked"), transaction.atomic():
        Brand.objects.update(website="x")


def test_a_change_set_that_failed_leaves_nothing_open(in_acme):
    def fails():
        with change_set(ChangeKind.FORM, "Fails"):
            make_brand()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not ChangeSet.objects.exists()
    assert context.current().change_set_id is None
    with pytest.raises(IntegrityError, match="untracked"), transaction.atomic():
        Brand.objects.create(**VALUES)


def test_a_nested_change_set_joins_the_outer(in_acme):
    with change_set(ChangeKind.IMPORT, "Outer") as outer, change_set(ChangeKind.FORM, "Inner") as inner:
        make_brand()
    assert inner.pk == outer.pk
    assert ChangeSet.objects.get().kind == ChangeKind.IMPORT
    assert Brand.history.get().change_set_id == outer.pk


def test_history_says_who_did_it_in_which_act(as_alice):
    brand = make_brand()
    row = brand.history.get()
    act = ChangeSet.objects.get()
    assert (row.change_set_id, row.history_user_id) == (act.pk, as_alice.pk)
    assert (act.actor_name, act.channel) == ("Alice", "portal")

"""A fact is written with the change itself and reaches each handler once, whatever crashes."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.brands.models import Brand
from apps.core import tasks
from apps.core.choices import DeliveryState
from apps.core.models import Delivery, Event, Receipt
from apps.core.services import outbox
from apps.core.services.outbox import handle, publish
from tests.core.facts import Happened, listen
from tests.factories.catalogue import make_brand


def _age(**since):
    Delivery.objects.update(
        touched_at=timezone.now() - timedelta(**since), created_at=timezone.now() - timedelta(**since)
    )


def test_a_fact_reaches_every_handler_in_its_workspace(in_acme, listeners, deliver):
    def one(fact):
        listeners.append(("one", fact.number, connection.schema_name))

    def two(fact):
        listeners.append(("two", fact.number, connection.schema_name))

    listen(one)
    listen(two)
    publish(Happened(7))
    assert deliver() == 2
    assert sorted(listeners) == [("one", 7, "w_acme"), ("two", 7, "w_acme")]
    assert deliver() == 0


def test_a_fact_of_a_transaction_that_failed_was_never_there(in_acme, listeners):
    listen(listeners.append)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(Happened(1 // 0))
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()


def test_a_crash_before_commit_leaves_nothing(in_acme, listeners):
    def breaks(fact):
        make_brand("Half")
        raise RuntimeError("power cut")

    listen(breaks)
    publish(Happened(1))
    row = Delivery.objects.get()
    with pytest.raises(RuntimeError):
        handle(row.pk)
    assert not Brand.objects.exists()
    assert not Receipt.objects.exists()
    row.refresh_from_db()
    assert row.state == DeliveryState.PENDING


def test_a_receipt_from_an_earlier_try_stops_the_second(in_acme, listeners):
    listen(listeners.append)
    publish(Happened(1))
    row = Delivery.objects.get()
    handle(row.pk)
    Delivery.objects.update(state=DeliveryState.PENDING)
    assert handle(row.pk) is False
    assert len(listeners) == 1


@pytest.mark.commits
def test_two_workers_with_one_delivery_do_it_once(in_acme, listeners, together, held_back):
    def slow(fact):
        make_brand("Once")

    listen(slow)
    publish(Happened(1))
    row = Delivery.objects.get()
    answers = together(*[lambda: handle(row.pk)] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert Brand.objects.count() == 1


def test_a_handler_that_fails_is_tried_eight_times_and_then_shown(in_acme, listeners):
    def broken(fact):
        raise RuntimeError("always")

    listen(broken)
    publish(Happened(1))
    row = Delivery.objects.get()
    for number in range(1, 9):
        tasks.deliver(row.pk)
        row.refresh_from_db()
        assert row.attempts == number
    assert row.state == DeliveryState.FAILED
    assert "always" in row.error


def test_the_sweep_sends_again_what_never_started(in_acme, listeners):
    listen(listeners.append)
    publish(Happened(1))
    connection.set_schema_to_public()
    assert tasks.sweep() == 0
    _age(seconds=30)
    assert tasks.sweep() == 1
    assert [fact.number for fact in listeners] == [1]


def test_the_sweep_waits_longer_each_time(in_acme, listeners, held_back):
    listen(listeners.append)
    publish(Happened(1))
    now = timezone.now()
    Delivery.objects.update(created_at=now - timedelta(minutes=10), touched_at=now - timedelta(minutes=2))
    assert tasks.sweep() == 0
    Delivery.objects.update(touched_at=now - timedelta(minutes=6))
    assert tasks.sweep() == 1


def test_a_delivery_to_a_workspace_that_is_gone_fails(in_acme, listeners):
    listen(listeners.append)
    publish(Happened(1))
    Delivery.objects.update(schema="w_gone")
    _age(minutes=1)
    tasks.sweep()
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_a_public_fact_fans_out_to_the_workspaces_its_listener_names(acme, globex, listeners, deliver):
    def note(fact):
        listeners.append((connection.schema_name, fact.number))

    listen(note, each=lambda fact: ["w_acme", "w_globex"])
    connection.set_schema_to_public()
    publish(Happened(5))
    assert deliver() == 2
    assert sorted(listeners) == [("w_acme", 5), ("w_globex", 5)]


def test_a_handler_the_code_no_longer_has_is_an_error_that_names_it(in_acme, listeners):
    listen(listeners.append)
    publish(Happened(1))
    Delivery.objects.update(handler="apps.old.gone")
    with pytest.raises(outbox.NoSuchHandler, match=r"apps\.old\.gone"):
        handle(Delivery.objects.get().pk)


def test_a_broker_that_is_away_loses_nothing(in_acme, listeners, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.deliver, "apply_async", away)
    listen(listeners.append)
    publish(Happened(1))
    outbox.send(Delivery.objects.get())
    assert Delivery.objects.get().state == DeliveryState.PENDING


def test_finished_deliveries_are_forgotten_after_a_week(in_acme, listeners, deliver):
    listen(listeners.append)
    publish(Happened(1))
    deliver()
    tasks.housekeeping()
    assert Delivery.objects.exists()
    _age(days=8)
    tasks.housekeeping()
    assert not Delivery.objects.exists()

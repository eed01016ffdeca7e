"""Every tracked table is guarded in a fresh workspace, and its history can be stamped."""

import pytest
from django.db import connection

from apps.core.tracking import HistoryRow, tracked_models

TRACKED = tracked_models()


@pytest.mark.parametrize("model", TRACKED, ids=lambda m: m.__name__)
def test_a_tracked_table_has_its_trigger(in_acme, model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [model._meta.db_table]
        )
        assert (f"{model._meta.db_table}_tracked",) in cursor.fetchall()


@pytest.mark.parametrize("model", TRACKED, ids=lambda m: m.__name__)
def test_its_history_carries_the_act_and_no_key_to_people(model):
    past = model.history.model
    assert issubclass(past, HistoryRow)
    assert not past._meta.get_field("history_user_id").is_relation


@pytest.mark.parametrize("model", TRACKED, ids=lambda m: m.__name__)
def test_its_primary_key_is_a_bigint_named_id(model):
    assert (model._meta.pk.column, model._meta.pk.get_internal_type()) == ("id", "BigAutoField")


@pytest.mark.parametrize("table", ["core_changeset", "core_event", "core_receipt", "core_job", "core_idempotentanswer"])
@pytest.mark.parametrize("schema", ["public", "w_acme"])
def test_a_kernel_table_refuses_writes_meant_for_another_schema(rows, schema, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
            [f"{schema}.{table}", f"{table}_place"],
        )
        assert cursor.fetchone() == (1,)

"""Every tracked table is guarded in a fresh workspace, and its history can be stamped."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from apps.brands.models import Brand
from apps.core.pointers import POINTERS
from apps.core.tracking import HistoryRow, tracked_models

TRACKED = tracked_models()
TENANT = {name.removeprefix("apps.") for name in settings.TENANT_APPS}


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


# --- what points at brands -----------------------------------------------------------------

NAMES_A_BRAND = re.compile(
    r"(^|_)brands?(_ids?)?$|^(a|b|survivor|absorbed|chosen|merged_into|member|parent|child)_ids?$"
)


def _pointing():
    for model in apps.get_models():
        label = model._meta.label
        if model._meta.app_label not in TENANT or label.split(".")[1].startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is Brand or (not field.is_relation and NAMES_A_BRAND.search(field.attname)):
                numbers = getattr(field, "base_field", field)
                if field.is_relation or isinstance(numbers, models.IntegerField):
                    yield pytest.param(label, field.attname, id=f"{label}.{field.attname}")


@pytest.mark.parametrize(("label", "column"), list(_pointing()))
def test_what_points_at_a_brand_says_what_a_merge_does_to_it(label, column):
    assert (label, column) in POINTERS, f"say in the app's pointers.py what becomes of {label}.{column} in a merge"


@pytest.mark.parametrize("one", list(POINTERS.values()), ids=lambda one: f"{one.model}.{one.column}")
def test_a_declared_pointer_is_there_and_can_be_taken_back(one):
    assert one.column in {field.attname for field in one.source._meta.concrete_fields}
    assert one.rule != "follows" or one.source in TRACKED, "only a tracked table can follow a merge and come back"
    assert one.rule == "follows" or one.why

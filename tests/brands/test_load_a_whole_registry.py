"""A first load of many rows drops indexes while it writes; afterwards nothing may be missing."""

import pytest

from apps.brands.models import Brand, BrandSummary, Sku
from apps.brands.pipeline.bulk import WORTH_IT
from apps.brands.services.imports import Silent, run_stored, store_files
from apps.core.services.undo import undo
from apps.core.sql import fetch
from apps.registry.generator import write_csv

pytestmark = pytest.mark.django_db
TABLES = ["brands_brand", "brands_sku", "brands_brandsummary", "brands_historicalbrand", "brands_historicalsku"]


@pytest.fixture
def registry(tmp_path):
    path = tmp_path / "registry.csv"
    write_csv(path, WORTH_IT + 500, 1_500, 21)
    return path


def _import(path):
    with path.open("rb") as stream:
        return run_stored(store_files([(path.name, stream)]), Silent())


def _structure():
    indexes = fetch("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)", [TABLES])
    keys = fetch(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text = ANY(%s)",
        [TABLES],
    )
    return sorted(map(str, indexes)), sorted(map(str, keys))


def test_every_index_and_key_is_there_again(in_acme, registry):
    before = _structure()
    assert _import(registry).report["new"] == WORTH_IT + 500
    assert _structure() == before


def test_every_brand_has_its_summary_and_every_row_its_history(in_acme, registry):
    _import(registry)
    assert BrandSummary.objects.count() == Brand.objects.count()
    assert sum(BrandSummary.objects.values_list("sku_count", flat=True)) == Sku.objects.count() == WORTH_IT + 500
    assert Sku.history.count() == Sku.objects.count()
    assert not Sku.history.filter(source_row=None).exists()


def test_it_can_be_undone_and_loaded_again(in_acme, registry):
    done = _import(registry)
    assert undo(done.change_set_id).undone > WORTH_IT
    assert not Sku.objects.exists()
    assert not Brand.objects.exists()
    assert _import(registry).report["new"] == WORTH_IT + 500

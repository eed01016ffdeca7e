"""A first load of many rows drops indexes while it writes; afterwards nothing may be missing."""

import pytest

from apps.brands.models import Brand, BrandSummary, Permit, PermitSummary, SearchName, SearchWord, Sku
from apps.brands.pipeline import movers
from apps.brands.pipeline.bulk import WORTH_IT
from apps.brands.pipeline.reduced import Reduced
from apps.brands.services.imports import Silent, run_stored, store_files
from apps.core.choices import ChangeKind
from apps.core.derived import refresh
from apps.core.services.changes import change_set
from apps.core.services.history import insert_history
from apps.core.services.undo import undo
from apps.core.sql import execute, fetch
from apps.registry.generator import write_csv
from apps.registry.intake import stage

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


def test_a_later_act_sums_up_its_brands_as_the_first_load_did(in_acme, registry):
    _import(registry)
    first = _everything()
    brands = list(Brand.objects.order_by("-summary__sku_count").values_list("pk", flat=True)[:700])
    with change_set(ChangeKind.BULK, "Touch") as act:
        history, params = insert_history(Sku, "done", "~")
        execute(
            f"WITH done AS (UPDATE brands_sku SET status = '' WHERE brand_id = ANY(%s) RETURNING *) {history}",
            [brands, *params],
        )
        BrandSummary.objects.filter(pk__in=brands).update(sku_count=0, aliases=[], permits=[], last_completed=None)
        refresh(act.pk)
    assert _everything() == first


def test_it_can_be_undone_and_loaded_again(in_acme, registry):
    done = _import(registry)
    assert undo(done.change_set_id).undone > WORTH_IT
    assert not Sku.objects.exists()
    assert not Brand.objects.exists()
    assert _import(registry).report["new"] == WORTH_IT + 500


def _everything():
    """All that a load has made, in terms that do not depend on ids."""
    return {
        "skus": sorted(Sku.objects.values_list("ttb_id", "brand__normal_form", "brand__display_name", "permit")),
        "summaries": sorted(
            BrandSummary.objects.filter(sku_count__gt=0).values_list(
                "brand__display_name",
                "sku_count",
                "first_completed",
                "permits",
                "origins",
                "categories",
                "aliases",
                "importers",
            )
        ),
        "permits": sorted(PermitSummary.objects.values_list("number", "brand_count", "sku_count")),
        "parts": sorted(Permit.objects.values_list("number", "kind", "permit_state", "mnemonic", "family"), key=str),
        "names": sorted(SearchName.objects.values_list("kind", "spelling", "words")),
        "words": sorted(SearchWord.objects.values_list("word", flat=True)),
        "first rows": set(
            Brand.history.filter(history_type="+").values_list("normal_form", "display_name", "source_row")
        ),
    }


def test_what_is_too_long_to_be_held_is_loaded_in_parts_with_the_same_result(in_acme, registry, monkeypatch):
    done = _import(registry)
    whole = _everything()
    undo(done.change_set_id)
    monkeypatch.setattr(stage, "HELD_AT_MOST", 2_000)
    monkeypatch.setattr(movers, "AT_ONCE", 700)
    taken = []
    monkeypatch.setattr(Reduced, "take", lambda self, *a, take=Reduced.take: taken.append(a) or take(self, *a))
    _import(registry)
    assert len(taken) > 5
    assert _everything() == whole


def test_changes_too_many_to_be_held_are_placed_in_parts_with_the_same_result(in_acme, registry, monkeypatch):
    renamed = registry.with_name("renamed.csv")
    lines = [line.split(",") for line in registry.read_text(encoding="utf-8").splitlines()]
    for line in lines[1:]:
        line[5] = f"{line[5]} ANEW"
    renamed.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    _import(registry)
    assert _import(renamed).report["updated"] == WORTH_IT + 500
    whole = _everything()
    _import(registry)
    monkeypatch.setattr(movers, "AT_ONCE", 700)
    assert _import(renamed).report["updated"] == WORTH_IT + 500
    assert _everything() | {"first rows": 0} == whole | {"first rows": 0}

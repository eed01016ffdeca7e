"""A merge and an import in processes of their own, at the same time: whoever is first, both are whole."""

from pathlib import Path
from typing import Any

import pytest

from apps.brands.models import Brand, Import, Sku
from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Merge
from tests.brands.files import row, table
from tests.brands.test_a_killed_import import held_up, wait_until_stuck, worker_of
from tests.consolidation.test_killed_midway import pair

pytestmark = pytest.mark.commits


@pytest.mark.parametrize("first", ["import", "merge"])
def test_whoever_is_first_what_arrives_stands_with_the_survivor(
    first: str, in_acme: Any, media: Path, tmp_path: Path
) -> None:
    a, b = pair()
    (tmp_path / "day.csv").write_bytes(table([row(1, brand_name="10 BARREL BREWING CO.", permit="BR-OR-1")]))
    (tmp_path / "said.csv").write_text(f"brand_a_id,brand_b_id,verdict\n{a.pk},{b.pk},same_brand\n")
    commands = {
        "import": ["import_colas", "acme", str(tmp_path / "day.csv")],
        "merge": ["decide", "acme", "--file", str(tmp_path / "said.csv")],
    }
    second = "merge" if first == "import" else "import"
    with held_up("brands_historicalsku", "ACCESS EXCLUSIVE") as other:
        one = worker_of(commands[first], media)  # waits in the middle of its writing
        wait_until_stuck(other, one)
        two = worker_of(commands[second], media)  # waits for the first
        pid = other.execute("SELECT pg_backend_pid()").fetchone()
        assert pid
    for worker in (one, two):
        with worker:
            _out, err = worker.communicate(timeout=120)
            assert worker.returncode == 0, err.decode()
    assert (Import.objects.count(), Merge.objects.count(), root_of(b.pk)) == (1, 1, a.pk)
    assert set(Sku.objects.values_list("brand_id", flat=True)) == {a.pk}
    assert Sku.objects.count() == 4
    assert Brand.objects.filter(archived_at=None).count() == 1

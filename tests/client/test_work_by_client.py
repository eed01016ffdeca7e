"""A program imports, reads and exports with the Python client."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_a_file_is_checked_then_imported(alices: Any, labels: Callable[..., Path]) -> None:
    check = alices.wait_for_import(alices.upload(labels(2, bad=1), dry_run=True).id)
    assert (check.state, check.preview["new"], check.preview["quarantined"]) == ("checked", 2, 1)
    assert list(alices.brands.each()) == []
    alices.imports.start(check.id)
    run = alices.wait_for_import(check.id)
    assert (run.state, run.report["new"], run.progress.percent) == ("done", 2, 100)
    assert [brand.display_name for brand in alices.brands.each(sort="display_name")] == ["Brand 000", "Brand 001"]
    held = next(alices.imports.each_quarantine(run.id))
    assert (held.row, held.reasons) == (4, ["brand_missing"])


def test_a_list_is_read_page_after_page(alices: Any, labels: Callable[..., Path]) -> None:
    alices.wait_for_import(alices.upload(labels(7), start=True).id)
    first = alices.skus.page(limit=3, sort="-completed_date", count="exact")
    assert (len(first.results), first.count, first.previous) == (3, 7, None)
    rows = list(alices.skus.each(limit=3, origin=["51", "05"]))
    assert len({row.id for row in rows}) == 7
    assert rows[0].completed_date.isoformat() == "2024-01-31"
    assert list(alices.skus.each(origin=["05"])) == []
    number = len(list(alices.imports.each_rows(1, outcome="new", limit=2)))
    assert number == 7


def test_a_record_is_changed_by_who_saw_it_last(alices: Any, labels: Callable[..., Path]) -> None:
    from colabase_client import Stale
    from colabase_client.generated.models import BrandsUpdateBody

    alices.wait_for_import(alices.upload(labels(1), start=True).id)
    brand = alices.brands.get(next(alices.brands.each()).id)
    seen = f'"v{brand.version}"'
    changed = alices.brands.update(brand.id, body=BrandsUpdateBody(website="https://x.example/"), if_match=seen)
    assert changed.website == "https://x.example/"
    with pytest.raises(Stale) as refused:
        alices.brands.update(brand.id, body=BrandsUpdateBody(website="https://y.example/"), if_match=seen)
    assert refused.value.problem["current"]["website"] == "https://x.example/"
    assert [one.type_ for one in alices.brands.each_history(brand.id)] == ["updated", "created"]


def test_one_changes_ones_own_profile_and_picture(alices: Any, tmp_path: Path) -> None:
    from colabase_client import NotFound
    from colabase_client.generated.models import ProfileUpdateBody

    from tests.portal.test_pictures import drawn

    me = alices.profile.update(body=ProfileUpdateBody(name="Alice Doe", language="es"))
    assert (me.name, me.language, me.picture) == ("Alice Doe", "es", None)
    (tmp_path / "me.png").write_bytes(drawn())
    kept = alices.put_picture(tmp_path / "me.png")
    assert alices.profile.show().picture == kept
    assert alices.picture(me.id)[8:12] == b"WEBP"
    alices.profile.picture_remove()
    with pytest.raises(NotFound):
        alices.picture(me.id)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_list_is_exported_to_a_file(kind: str, alices: Any, labels: Callable[..., Path], tmp_path: Path) -> None:
    alices.wait_for_import(alices.upload(labels(3), start=True).id)
    path = alices.export("brands", tmp_path / "out", format=kind, filter={"name": ["brand 001", "brand 002"]})
    if kind == "csv":
        assert path.read_text().count("Brand 00") == 2
    else:
        assert path.read_bytes()[:4] == b"PAR1"
    made = next(alices.exports.each())
    assert (made.state, made.rows) == ("ready", 2)
    assert alices.wait_for_job(made.job).state == "succeeded"


def test_the_example_does_as_it_says(
    alices: Any, labels: Callable[..., Path], client_code: Path, site: str, tmp_path: Path
) -> None:
    key = alices.connection.raw.token
    given = {"COLABASE_URL": site, "COLABASE_KEY": key, "COLABASE_WORKSPACE": "acme"}
    example, target = client_code / "examples" / "import_and_export.py", tmp_path / "brands.csv"
    done = subprocess.run(
        [sys.executable, str(example), str(labels(2, bad=1)), str(target)],
        env={**os.environ, **given, "PYTHONPATH": str(client_code / "src")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "3 rows: 2 new, 1 to correct." in done.stdout
    assert "row 4 waits for a correction: brand_missing" in done.stdout
    assert "Brand 001: 1 SKUs, last approved 2024-01-31" in done.stdout
    assert target.read_text().count("\n") == 3

"""Versions, a record as it was, where values come from, and taking acts back."""

from typing import Any

import pytest
from django.utils import timezone


@pytest.fixture
def edited(catalogue: Any, key: Any) -> int:
    """A brand made by an import, then changed twice by hand."""
    from apps.brands.models import Import, ImportFile
    from apps.core.models import ChangeSet

    brand = catalogue(1)[0]
    run = Import.objects.create(name="May", source="upload", change_set_id=ChangeSet.objects.latest("id").pk)
    ImportFile.objects.create(run=run, position=0, name="may.csv", path="x", sha256="0", size=1)
    for name in ("First", "Second"):
        key.patch(f"brands/{brand.pk}", {"display_name": name}, format="json")
    return int(brand.pk)


def test_every_version_says_what_changed_and_who_did_it(key: Any, edited: int) -> None:
    versions = key.get(f"brands/{edited}/history").json()["results"]
    assert [one["type"] for one in versions] == ["updated", "updated", "created"]
    assert versions[0]["changes"] == [{"field": "display_name", "before": "First", "after": "Second"}]
    assert versions[0]["change_set"]["actor_name"] == "Alice (key)"


def test_versions_come_in_pages_that_know_what_was_before(key: Any, edited: int) -> None:
    first = key.get(f"brands/{edited}/history?limit=1").json()
    second = key.get(first["next"]).json()
    assert second["results"][0]["changes"] == [{"field": "display_name", "before": "Brand 000", "after": "First"}]


def test_a_record_can_be_seen_as_it_was(key: Any, catalogue: Any) -> None:
    from apps.brands.models import Brand

    brand = catalogue(1)[0]
    past = Brand.history.filter(id=brand.pk)
    past.update(history_date=timezone.now() - timezone.timedelta(days=10))
    key.patch(f"brands/{brand.pk}", {"display_name": "Later"}, format="json")
    week_ago = (timezone.now() - timezone.timedelta(days=7)).isoformat()
    assert key.get(f"brands/{brand.pk}/as-of", {"at": week_ago}).json()["display_name"] == "Brand 000"
    assert key.get(f"brands/{brand.pk}/as-of?at=2100-01-01").json()["display_name"] == "Later"
    assert key.get(f"brands/{brand.pk}/as-of?at=2001-01-01").status_code == 404
    assert key.get(f"brands/{brand.pk}/as-of?at=lately").status_code == 422


def test_each_value_says_where_it_comes_from(key: Any, edited: int) -> None:
    lines = {line["field"]: line for line in key.get(f"brands/{edited}/lineage").json()["results"]}
    assert lines["source_name"]["import"]["name"] == "May"
    assert lines["display_name"]["import"] is None
    assert lines["display_name"]["change_set"]["summary"].startswith("Edited brand ")
    assert (lines["display_name"]["edited"], lines["display_name"]["source_value"]) == (True, "Brand 000")


def test_rows_of_several_files_lead_to_the_right_one(key: Any, catalogue: Any) -> None:
    from apps.brands.models import Import, ImportFile, Sku
    from apps.core.models import ChangeSet

    catalogue(1)
    run = Import.objects.create(name="Two", source="upload", change_set_id=ChangeSet.objects.latest("id").pk)
    for place, offset in enumerate((0, 100)):
        name = f"{place}.csv"
        ImportFile.objects.create(run=run, position=place, name=name, path="x", sha256="0", size=1, offset=offset)
    sku = Sku.objects.get()
    for source_row, expected in ((100, ("0.csv", 100)), (101, ("1.csv", 1)), (1, ("0.csv", 1))):
        Sku.history.update(source_row=source_row)
        line = key.get(f"skus/{sku.pk}/lineage").json()["results"][0]
        assert (line["import"]["file"], line["import"]["row"]) == expected


def test_a_version_can_be_restored(key: Any, edited: int) -> None:
    first = key.get(f"brands/{edited}/history").json()["results"][-1]["version"]
    restored = key.post(f"brands/{edited}/restore", {"version": first}, format="json").json()
    assert (restored["display_name"], restored["edited"]) == ("Brand 000", {})
    assert key.post(f"brands/{edited}/restore", {"version": 10**9}, format="json").status_code == 404


def test_an_act_shows_what_it_touched(key: Any, edited: int) -> None:
    acts = key.get("change-sets").json()["results"]
    shown = key.get(f"change-sets/{acts[0]['id']}").json()
    assert shown["records"] == {"brand": {"updated": 1}}
    touched = key.get(f"change-sets/{acts[0]['id']}/records").json()
    assert (touched["record"], touched["results"][0]["label"]) == ("brand", "Second")
    assert touched["results"][0]["changes"] == [{"field": "display_name", "before": "First", "after": "Second"}]


def test_an_act_can_be_undone_once(key: Any, edited: int) -> None:
    act = key.get("change-sets").json()["results"][0]["id"]
    assert key.get(f"change-sets/{act}/undo-preview").json()["conflict_count"] == 0
    assert key.post(f"change-sets/{act}/undo").json()["undone"] == 1
    assert key.get(f"brands/{edited}").json()["display_name"] == "First"
    again = key.post(f"change-sets/{act}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "already_undone")


def test_an_undo_that_meets_later_edits_asks(key: Any, edited: int) -> None:
    act = key.get("change-sets").json()["results"][1]["id"]
    asked = key.post(f"change-sets/{act}/undo")
    assert (asked.status_code, asked.json()["code"]) == (409, "undo_conflict")
    assert asked.json()["conflicts"][0]["field"] == "display_name"
    assert key.post(f"change-sets/{act}/undo", {"choice": "perhaps"}, format="json").status_code == 422
    assert key.post(f"change-sets/{act}/undo", {"choice": "overwrite"}, format="json").status_code == 200
    assert key.get(f"brands/{edited}").json()["display_name"] == "Brand 000"


def test_only_leads_may_undo(key: Any, edited: int, api: Any, bob: Any, acme: Any) -> None:
    act = key.get("change-sets").json()["results"][0]["id"]
    assert api(bob, acme).post(f"change-sets/{act}/undo").status_code == 403

"""The past of a permit: this workspace's own versions, those of the public list, and both together on a day."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from apps.brands.models import Importer, Permit
from apps.brands.selectors import permit_past
from apps.brands.services.permit_lists import load_own_list
from apps.core.services.undo import undo
from apps.registry.models import PermitHolderVersion, Slice
from apps.registry.services.permits import load_public_list

HEAD = b"Permit_Number,Owner_Name,Operating_Name,Street,City\n"
NUMBER = "NY-I-15066"


def public(tmp_path: Path, owner: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HEAD + f"{NUMBER},{owner},,,ALBANY\n".encode())
    load_public_list(path=path, name=name, list_code="importer")


def own(owner: str) -> int:
    stream = io.BytesIO(HEAD + f"{NUMBER},{owner},,,ALBANY\n".encode())
    return int(load_own_list(list_code="importer", name="mine.csv", stream=stream)["change_set"])


def pk() -> int:
    return Importer.objects.get(permit=NUMBER).pk


def history(browser: Any, **query: Any) -> str:
    answer = browser.get(f"/importers/{pk()}/history/", query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def test_a_permit_of_the_public_list_alone_says_why_it_has_no_versions(in_acme: Any, seen: Any, tmp_path: Path) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    public(tmp_path, "SECOND LLC", "june.csv")
    page = history(seen)
    assert "This workspace has noted nothing of it itself" in page
    assert "Load a permit list of your own" in page
    assert "may.csv" in page
    assert "june.csv" in page
    assert "<del>FIRST LLC</del> <ins>SECOND LLC</ins>" in page


def test_a_viewer_is_told_the_same_and_offered_nothing(
    in_acme: Any, acme: Any, vera: Any, portal: Any, tmp_path: Path
) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    page = history(portal(vera, acme))
    assert "This workspace has noted nothing of it itself" in page
    assert "/permits/lists/new/" not in page


def test_any_two_versions_are_compared_and_lead_to_their_act(as_alice: Any, seen: Any) -> None:
    act, later = own("FIRST LLC"), own("SECOND LLC")
    past: Any = Permit.history.model.objects
    older, newer = past.order_by("history_id").values_list("history_id", flat=True)
    page = history(seen, older=newer, newer=older)
    assert "<del>FIRST LLC</del> <ins>SECOND LLC</ins>" in page
    assert f"/activity/{act}/" in page
    assert f"/activity/{later}/" in page
    assert "Put the earlier values back" not in page
    assert "undo the act that brought the later ones" in page


def test_a_load_that_is_undone_gives_the_earlier_values_back(as_alice: Any, seen: Any) -> None:
    own("FIRST LLC")
    undo(own("SECOND LLC"))
    page = history(seen)
    assert "<h1> <bdi>FIRST LLC</bdi>" in page
    assert "<del>SECOND LLC</del> <ins>FIRST LLC</ins>" in page


def test_a_permit_that_skus_name_says_that_its_holder_is_the_public_lists(imported: Any, seen: Any) -> None:
    permit = Permit.objects.filter(list_code=None).earliest("pk")
    page = " ".join(seen.get(f"/importers/{permit.pk}/history/").content.decode().split())
    assert "Its holder is not among them" in page
    shown = seen.get(f"/importers/{permit.pk}/history/", {"at": ago(0)}).content.decode()
    assert "only SKUs of this workspace did" in shown


def test_a_day_is_told_by_whose_word_it_was(as_alice: Any, seen: Any, tmp_path: Path) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    public(tmp_path, "SECOND LLC", "june.csv")
    own("OUR NAME FOR IT")
    now = timezone.now()
    Slice.objects.filter(name="may.csv").update(loaded_at=now - timedelta(days=30))
    Slice.objects.filter(name="june.csv").update(loaded_at=now - timedelta(days=20))
    PermitHolderVersion.objects.update(replaced_at=now - timedelta(days=20))
    past: Any = Permit.history.model.objects
    past.update(history_date=now - timedelta(days=10))
    assert "It was not here on that day" in history(seen, at=ago(40))
    may, june, ours = (history(seen, at=ago(days)) for days in (25, 15, 5))
    assert "<bdi>FIRST LLC</bdi>" in may
    assert "The public permit list said so: may.csv" in may
    assert "Differs from now" in may
    assert "<bdi>SECOND LLC</bdi>" in june
    assert "<dd> <bdi>OUR NAME FOR IT</bdi> </dd>" in ours
    assert "it stands over the public one" in ours
    assert "Differs from now" not in ours
    assert "It does not show here" in ours


def test_each_field_names_the_list_it_comes_from(as_alice: Any, seen: Any, tmp_path: Path) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    page = seen.get(f"/importers/{pk()}/").content.decode()
    assert "The public permit list says so: may.csv, row 2." in page
    act = own("OUR NAME FOR IT")
    page = seen.get(f"/importers/{pk()}/").content.decode()
    assert f'<a href="/t/acme/activity/{act}/">Permit list mine.csv</a>' in page
    assert "may.csv" not in page


def test_a_day_asked_for_on_the_page_leads_to_the_history(in_acme: Any, seen: Any, tmp_path: Path) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    answer = seen.get(f"/importers/{pk()}/", {"at": "soon"})
    assert answer["Location"].endswith(f"/importers/{pk()}/history/?at=soon")
    assert "“soon” is no day." in history(seen, at="soon")


def test_the_approvals_of_a_day_are_counted(imported: Any, seen: Any) -> None:
    from apps.brands.models import Sku

    number = Sku.objects.filter(completed_date__isnull=False).earliest("pk").permit
    days = [one for one in Sku.objects.filter(permit=number).values_list("completed_date", flat=True) if one]
    assert permit_past.approved_by(number, min(days) - timedelta(days=1)) == 0
    assert permit_past.approved_by(number, max(days)) == len(days)


def test_what_a_permit_is_now_is_what_the_list_of_importers_says(imported: Any, tmp_path: Path) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    own("OUR NAME FOR IT")
    rows = list(Importer.objects.order_by("pk"))
    assert len(rows) > 1
    for row in rows:
        then = permit_past.as_of(row.pk, row.permit, timezone.now() + timedelta(minutes=1))
        assert then is not None
        assert {n: then[n] for n in (*permit_past.FIELDS, "is_own")} == {
            n: getattr(row, n) for n in (*permit_past.FIELDS, "is_own")
        }


def test_globex_sees_the_public_list_and_nothing_of_acme(
    as_alice: Any, globex: Any, mallory: Any, portal: Any, tmp_path: Path
) -> None:
    public(tmp_path, "FIRST LLC", "may.csv")
    own("SECRET NAME")
    page = portal(mallory, globex).get(f"/importers/{pk()}/history/").content.decode()
    assert "FIRST LLC" in page
    assert "SECRET NAME" not in page

"""An export is asked for, made by a worker, and fetched by a link that expires."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.db import connection
from django.utils import timezone

from apps.brands.choices import ExportState
from apps.brands.models import Export
from apps.brands.selectors.exports import LinkExpired, NotReady, open_signed, opened, signed_link, token
from apps.brands.services.exports import UnknownExport, purge_expired, start_export, write_export
from apps.core.choices import JobState
from apps.core.filtering import UnknownFilter
from apps.core.jobs import Cancelled
from apps.core.models import Delivery, Job
from apps.core.policy import NotAllowed
from apps.core.services import jobs
from tests.brands.shelf import put


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def ready(as_alice: Any, deliver: Any) -> Export:
    put("Margaux")
    row = start_export(resource="brands", format="csv", filter={"origin": ["51"]})
    deliver()
    row.refresh_from_db()
    return row


def test_it_is_made_by_a_worker(ready: Export, media: Path) -> None:
    assert (ready.state, ready.rows, ready.actor_name) == (ExportState.READY, 1, "Alice")
    (file,) = (media / "w_acme" / "exports").iterdir()
    assert file.stat().st_size == ready.size
    assert file.name.endswith("-origin-51.csv"), "the query is in the name"
    assert Job.objects.get(pk=ready.job_id).state == JobState.SUCCEEDED


def test_its_link_opens_it(ready: Export) -> None:
    given = parse_qs(urlsplit(signed_link(ready)).query)["token"][0]
    stream, name = opened(ready, token=given)
    with stream:
        assert stream.read().startswith(b"id,display_name")
    assert name.startswith("brands-")


def test_a_link_expires(ready: Export) -> None:
    given = token(ready)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(LinkExpired):
        open_signed(given)


def test_a_signature_expires(ready: Export, settings: Any) -> None:
    given = token(ready)
    settings.COLABASE_EXPORT_LINK_DAYS = -1
    with pytest.raises(LinkExpired):
        open_signed(given)


@pytest.mark.parametrize("change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x" + t, lambda t: ""])
def test_a_changed_link_is_refused(ready: Export, change: Any) -> None:
    with pytest.raises(LinkExpired):
        open_signed(change(token(ready)))


def test_a_token_made_for_something_else_is_refused(ready: Export) -> None:
    with pytest.raises(LinkExpired):
        open_signed(signing.dumps({"schema": "w_acme", "export": ready.pk}))


def test_a_link_opens_only_its_own_export(ready: Export) -> None:
    other = Export.objects.create(resource="brands", format="csv", state=ExportState.READY)
    with pytest.raises(LinkExpired):
        opened(other, token=token(ready))


def test_globex_sees_nothing_of_acme(ready: Export, globex: Any) -> None:
    given = token(ready)
    connection.set_tenant(globex)
    Export.objects.create(pk=ready.pk, resource="brands", format="csv", state=ExportState.READY, path="1-x.csv")
    with pytest.raises(LinkExpired):
        open_signed(given)


def test_a_file_that_is_not_ready_says_so(as_alice: Any, held_back: None) -> None:
    row = start_export(resource="brands", format="csv", filter={})
    with pytest.raises(NotReady):
        open_signed(token(row))


def test_an_unknown_filter_is_refused_at_once_with_the_nearest(as_alice: Any) -> None:
    with pytest.raises(UnknownFilter) as caught:
        start_export(resource="brands", format="csv", filter={"orign": ["51"]})
    assert caught.value.nearest == "origin"
    assert not Export.objects.exists()


@pytest.mark.parametrize(("resource", "name"), [("people", "csv"), ("brands", "pdf")])
def test_unknown_lists_and_formats_are_refused(as_alice: Any, resource: str, name: str) -> None:
    with pytest.raises(UnknownExport):
        start_export(resource=resource, format=name, filter={})


def test_a_viewer_may_not_export(in_acme: Any, vera: Any) -> None:
    from apps.accounts.selectors import actor_of
    from apps.core import context

    with context.acting(actor=actor_of(vera, in_acme)), pytest.raises(NotAllowed):
        start_export(resource="brands", format="csv", filter={})


def test_stopping_it_leaves_no_file_and_says_so(as_alice: Any, held_back: None, media: Path) -> None:
    class Stopped:
        def progress(self, done: int, total: int | None = None, message: str = "") -> None:
            raise Cancelled

    row = start_export(resource="brands", format="csv", filter={})
    with pytest.raises(Cancelled):
        write_export(row, Stopped())
    row.refresh_from_db()
    assert (row.state, row.error["code"]) == (ExportState.CANCELLED, "cancelled")
    assert list((media / "w_acme" / "exports").iterdir()) == []


def test_expired_files_are_deleted(ready: Export, media: Path) -> None:
    assert purge_expired() == 0
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert purge_expired() == 1
    assert list((media / "w_acme" / "exports").iterdir()) == []
    ready.refresh_from_db()
    assert ready.state == ExportState.EXPIRED


def test_one_stopped_while_it_waits_is_cancelled_at_once(as_alice: Any, held_back: None) -> None:
    row = start_export(resource="brands", format="csv", filter={})
    job = Job.objects.get(pk=row.job_id)
    jobs.cancel(job)
    row.refresh_from_db()
    assert (row.state, row.error["code"]) == (ExportState.CANCELLED, "cancelled")
    jobs.retry(job)
    row.refresh_from_db()
    assert (row.state, row.error) == (ExportState.QUEUED, {})


def test_one_whose_workers_died_has_failed(as_alice: Any, held_back: None) -> None:
    row = start_export(resource="brands", format="csv", filter={})
    jobs.give_up(Delivery.objects.get(job_id=row.job_id))
    row.refresh_from_db()
    assert (row.state, row.error["code"]) == (ExportState.FAILED, "worker_lost")

"""What the Python client says when the API refuses, is busy, or work fails."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_a_refusal_is_an_error_of_its_kind(alices: Any) -> None:
    from colabase_client import ApiError, InvalidValue, NotFound

    with pytest.raises(NotFound) as refused:
        alices.brands.get(12345)
    assert (refused.value.status, refused.value.code) == (404, "not_found")
    assert refused.value.request_id
    with pytest.raises(InvalidValue) as refused:
        alices.skus.page(limit=0)
    assert refused.value.errors[0]["parameter"] == "limit"
    assert isinstance(refused.value, ApiError)
    assert "422 invalid_value" in str(refused.value)


def test_a_wrong_key_is_not_let_in(client_code: Path, site: str, acme: Any) -> None:
    from colabase_client import Colabase, NotAuthenticated

    with Colabase(site, key="cb_nobody", workspace="acme") as nobody, pytest.raises(NotAuthenticated):
        nobody.brands.page()


def test_a_key_may_do_what_its_scopes_say(connect: Callable[..., Any], alice: Any, acme: Any, labels: Any) -> None:
    from colabase_client import Forbidden

    reader = connect(alice, acme, scopes=("brands:read",))
    assert reader.brands.page().results == []
    with pytest.raises(Forbidden):
        reader.upload(labels(1))


def test_a_client_stays_in_its_workspace(connect: Callable[..., Any], alice: Any, acme: Any, site: str) -> None:
    from colabase_client import BadRequest, NotFound

    by_address = connect(alice, acme, url=f"{site}/t/acme", workspace=None)
    assert by_address.brands.page().results == []
    both = connect(alice, acme, url=f"{site}/t/acme", workspace="globex")
    with pytest.raises(BadRequest) as refused:
        both.brands.page()
    assert refused.value.code == "workspace_mismatch"
    with pytest.raises(NotFound):
        connect(alice, acme, workspace="globex").brands.page()


def test_globex_sees_nothing_of_acmes_export(
    connect: Callable[..., Any], alices: Any, mallory: Any, globex: Any, tmp_path: Path
) -> None:
    from colabase_client import NotFound

    alices.export("brands", tmp_path / "mine.csv")
    made = alices.exports.get(next(alices.exports.each()).id)
    hers = connect(mallory, globex)
    with pytest.raises(NotFound):
        hers.download(made, tmp_path / "hers.csv")
    assert not (tmp_path / "hers.csv").exists()


def test_an_upload_with_the_same_key_is_one_import(alices: Any, labels: Any) -> None:
    path = labels(1)
    first = alices.upload(path, idempotency_key="may")
    assert alices.upload(path, idempotency_key="may").id == first.id
    assert alices.upload(path).id != first.id


def test_an_import_the_gate_stopped_is_an_error(alices: Any, labels: Any) -> None:
    from colabase_client import WorkFailed

    run = alices.upload(labels(40, bad=20), start=True, gate=10)
    with pytest.raises(WorkFailed) as failed:
        alices.wait_for_import(run.id)
    assert failed.value.record.state == "gated"


def test_waiting_ends(alices: Any, labels: Any) -> None:
    from colabase_client import WaitedTooLong

    run = alices.upload(labels(1))
    with pytest.raises(WaitedTooLong) as given_up:
        alices.wait_for_import(run.id, timeout=0.3)
    assert given_up.value.record.state == "uploaded"

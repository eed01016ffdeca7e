"""The learning page: how far model and people agree, versions, and the choice of one."""

from typing import Any

import pytest

from apps.consolidation.models import ModelVersion
from apps.consolidation.selectors.learned import version_in_use
from apps.consolidation.services import learning
from apps.consolidation.services.scanning import Silent
from tests.consolidation.decided import decided

PAGE = "/review/learning/"


@pytest.fixture
def version(in_acme: Any) -> ModelVersion:
    """A version that beats the shipped model."""
    decided(150, said=lambda chance, _same: chance > 0.9)
    return learning.learn(ModelVersion.objects.create(), Silent())


def test_it_teaches_before_anybody_has_decided(seen: Any, in_acme: Any) -> None:
    page = seen.get(PAGE).content.decode()
    assert "Nobody has settled a proposal yet" in page
    assert "Scans use the model that ships." in page


def test_it_shows_what_the_api_says(seen: Any, version: Any) -> None:
    answer = seen.get(PAGE)
    page = answer.content.decode()
    assert "of 150 decisions" in page
    assert answer.context["shares"]["agreement"] in page
    assert f"Use version {version.pk}" in page
    assert "Before and after" in page


def test_a_version_is_used_and_taken_back_by_one_click(seen: Any, version: Any) -> None:
    seen.post(f"{PAGE}use/", {"version": version.pk, "reason": "Fits us"})
    assert version_in_use() == version.pk
    page = seen.get(PAGE).content.decode()
    assert "Fits us" in page
    assert "Go back to the model that ships" in page
    seen.post(f"{PAGE}use/", {"version": ""})
    assert version_in_use() is None
    assert f"Go back to version {version.pk}" in seen.get(PAGE).content.decode()


def test_learning_begins_once_and_is_refused_while_too_little_is_known(seen: Any, in_acme: Any) -> None:
    seen.post(f"{PAGE}learn/")
    assert "decisions to learn from" in seen.get(PAGE).content.decode()
    decided(150, said=lambda chance, _same: chance > 0.9)
    seen.post(f"{PAGE}learn/")
    seen.post(f"{PAGE}learn/")
    assert ModelVersion.objects.count() == 1


@pytest.mark.parametrize("version", ["x", "9" * 30, "-1", "1e3"])
def test_nonsense_is_no_version(version: str, seen: Any, in_acme: Any) -> None:
    assert seen.post(f"{PAGE}use/", {"version": version}).status_code == 404


def test_analysts_look_and_leads_choose(portal: Any, bob: Any, max: Any, acme: Any, version: Any) -> None:  # noqa: A002
    assert "Use version" not in portal(bob, acme).get(PAGE).content.decode()
    assert portal(bob, acme).post(f"{PAGE}use/", {"version": version.pk}).status_code == 403
    assert portal(max, acme).post(f"{PAGE}use/", {"version": version.pk}).status_code == 302


def test_more_versions_cost_no_more_queries(seen: Any, version: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seen.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        seen.get(PAGE)
    for _ in range(3):
        learning.learn(ModelVersion.objects.create(), Silent())
    with CaptureQueriesContext(connection) as many:
        seen.get(PAGE)
    assert len(many) <= len(few)

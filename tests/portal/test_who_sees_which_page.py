"""Every page of every address: members by their rights, strangers nothing, anonymous people the sign-in."""

from typing import Any

import pytest
from django.urls import URLPattern

from apps.accounts.permissions import TABLE
from apps.portal.urls import urlpatterns
from apps.portal.views.base import PageView

PAGES: list[URLPattern] = list(urlpatterns)
# Acme has no logo, its people have no pictures, and the link is made up
NOT_THERE = {"logo": 404, "people-picture": 404, "profile-email-link": 410}
pytestmark = pytest.mark.usefixtures("held_back")


def path_of(pattern: URLPattern, pk: int) -> str:
    """The address with a number and an outcome filled in."""
    return (
        f"/{pattern.pattern}".replace("<int:pk>", str(pk))
        .replace("<slug:outcome>", "new")
        .replace("<int:cursor>", "1")
        .replace("<slug:noun>", "brands")
        .replace("<str:token>", "made-up")
    )


def key_of(pattern: URLPattern, imported: Any) -> int:  # noqa: PLR0911  (one line per noun)
    """An id that exists for the noun the address is about."""
    from apps.brands.models import Brand, HeldRow, Importer, Sku
    from apps.core.models import SavedView
    from apps.core.services import jobs

    name = str(pattern.name)
    if name.startswith("views"):
        shared = {"resource": "brands", "owner_id": 0, "is_shared": True}
        return int(SavedView.objects.get_or_create(name="All", defaults=shared)[0].pk)
    if name.startswith(("review", "merges")):
        return made_for(name) if name.startswith("review-queues") else reviewed(name)
    if name == "quarantine-detail" or (name.startswith("imports-") and "held" in str(pattern.pattern)):
        return int(HeldRow.objects.earliest("pk").pk)
    if name.startswith("imports"):
        return int(imported.pk)
    if name.startswith("activity"):
        return int(imported.change_set_id)
    if name.startswith("jobs"):
        return int(jobs.enqueue("brands.check_import", title="Check", args={"import": imported.pk}).pk)
    if name.startswith(("subscriptions", "permits-lists", "lists", "tags", "bulk")):
        return made_for(name)
    model: Any = {"brands": Brand, "skus": Sku, "importers": Importer}.get(name.split("-", maxsplit=1)[0], Brand)
    return int(model.objects.order_by("pk").first().pk)


def reviewed(name: str) -> int:
    """A proposal about two brands of the sample, or a merge."""
    from apps.brands.models import Brand
    from apps.consolidation.models import Merge
    from tests.consolidation.proposals import propose

    if name.startswith("merges-undo-"):
        from apps.consolidation.models import Policy, Scan
        from apps.consolidation.services import settling_many

        if name.endswith("job"):
            return int(settling_many.start("skip", [1]).pk)
        kind: Any = Scan if name.endswith("scan") else Policy
        return int((kind.objects.first() or kind.objects.create(**({} if kind is Scan else {"rules": {}}))).pk)
    if name.startswith("merges"):
        merge = Merge.objects.first() or Merge.objects.create(
            change_set_id=1, relation="same_brand", survivor_id=1, absorbed_ids=[2]
        )
        from apps.core.models import ChangeSet

        Merge.objects.filter(pk=merge.pk).update(change_set_id=ChangeSet.objects.earliest("pk").pk)
        return int(merge.pk)
    from apps.consolidation.models import Proposal

    found = Proposal.objects.first() or propose(*Brand.objects.order_by("pk")[:2])
    return int(found.pk)


def made_for(name: str) -> int:
    """A record that the sample does not bring."""
    from apps.brands.selectors.selection import Selection
    from apps.brands.services import bulk, record_lists, tags
    from apps.brands.services.subscriptions import create_subscription
    from apps.consolidation.selectors import queues
    from apps.consolidation.services import routes
    from apps.core.choices import ChangeKind
    from apps.core.services.changes import change_set

    if name.startswith("review-queues"):
        return int((queues.routes() or [routes.save_route({"name": "Wine"})])[0].pk)
    if name.startswith("lists"):
        return int(record_lists.create_list(kind="brands", name="Spring").pk)
    if name.startswith("tags"):
        return int(tags.tag_named("Priority").pk)
    if name.startswith("bulk"):
        return int(bulk.preview_bulk(selection=Selection("brands", ids=(1,)), act="archive", values={}).pk)
    if name.startswith("subscriptions"):
        return int(create_subscription(name="Wine", filter={"category": ["Wine"]}).pk)
    with change_set(ChangeKind.PERMITS, "Permit list") as act:
        return int(act.pk)


@pytest.mark.parametrize("pattern", PAGES, ids=lambda p: str(p.name))
def test_each_page_declares_its_place_in_the_permission_table(pattern: URLPattern) -> None:
    view = pattern.callback.view_class  # type: ignore[attr-defined]
    assert issubclass(view, PageView)
    assert view.action in TABLE[view.resource]


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    ("who", "role"), [("alice", "admin"), ("max", "manager"), ("bob", "analyst"), ("vera", "viewer")]
)
def test_members_get_a_page_or_a_clear_no(
    who: str, role: str, imported: Any, portal: Any, request: pytest.FixtureRequest
) -> None:
    browser = portal(request.getfixturevalue(who), request.getfixturevalue("acme"))
    for pattern in PAGES:
        view = pattern.callback.view_class  # type: ignore[attr-defined]
        if hasattr(view, "get"):
            path = path_of(pattern, key_of(pattern, imported))
            answer = browser.get(path, follow=True)  # a saved view leads to its list
            allowed = role in TABLE[view.resource][view.action]
            expected = NOT_THERE.get(str(pattern.name), 200)
            assert answer.status_code == (expected if allowed else 403), path
            assert answer["Content-Security-Policy"]


def test_who_asks_for_the_head_alone_gets_no_body_and_the_same_answer(imported: Any, seen: Any) -> None:
    for pattern in PAGES:
        if hasattr(pattern.callback.view_class, "get"):  # type: ignore[attr-defined]
            path = path_of(pattern, key_of(pattern, imported))
            answer = seen.head(path)
            assert answer.status_code == seen.get(path).status_code, path
            assert not b"".join(answer), path


@pytest.mark.unmeasured
def test_a_person_of_another_workspace_finds_nothing(imported: Any, acme: Any, mallory: Any, portal: Any) -> None:
    browser = portal(mallory, acme)
    for pattern in PAGES:
        path = path_of(pattern, key_of(pattern, imported))
        assert browser.get(path).status_code == 404, path
        assert browser.post(path).status_code == 404, path


@pytest.mark.unmeasured
def test_a_person_without_workspace_finds_nothing(acme: Any, stranger: Any, portal: Any) -> None:
    browser = portal(stranger, acme)
    for pattern in PAGES:
        assert browser.get(path_of(pattern, 1)).status_code == 404, pattern


@pytest.mark.unmeasured
def test_anonymous_people_are_sent_to_the_sign_in(acme: Any, client: Any) -> None:
    for pattern in PAGES:
        answer = client.get(f"/t/acme{path_of(pattern, 1)}")
        assert answer.status_code == 302, pattern
        assert answer["Location"].startswith("/t/acme/accounts/login/?next=/t/acme/")


@pytest.mark.parametrize("noun", ["brands", "skus", "importers", "imports", "activity", "jobs"])
def test_globex_sees_nothing_of_acme(noun: str, imported: Any, globex: Any, mallory: Any, portal: Any) -> None:
    answer = portal(mallory, globex).get(f"/{noun}/")
    assert answer.status_code == 200
    assert b"Bodega" not in answer.content
    assert b"cola-sample" not in answer.content


def test_a_viewer_is_offered_nothing_to_change(imported: Any, acme: Any, vera: Any, portal: Any) -> None:
    from apps.brands.models import Brand, HeldRow

    browser, key = portal(vera, acme), HeldRow.objects.earliest("pk").pk
    page = browser.get(f"/brands/{Brand.objects.earliest('pk').pk}/").content.decode()
    assert "Archive" not in page
    assert "/edit/" not in page
    assert "New import" not in browser.get("/imports/").content.decode()
    assert "Correct and admit" not in browser.get("/quarantine/").content.decode()
    assert "Correct and admit" not in browser.get(f"/quarantine/{key}/").content.decode()

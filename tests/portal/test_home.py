"""Home: what needs me, what came in since I was here, the first steps, the trend."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone


def test_an_empty_workspace_shows_the_first_steps(seen: Any) -> None:
    page = seen.get("/").content.decode()
    assert "First steps" in page
    assert "Try the sample" in page
    assert page.count("#todo") >= 4


def test_only_a_step_that_can_be_taken_is_a_link_and_the_sample_is_where_it_leads(seen: Any) -> None:
    steps = seen.get("/").content.decode().partition("First steps")[2].partition("</ol>")[0]
    assert re.findall('<a href="([^"]+)"', steps) == ["/t/acme/imports/new/"]
    assert "Try the sample" in seen.get("/imports/new/").content.decode()


def test_an_import_that_was_checked_waits_for_whoever_may_start_it(
    in_acme: Any, seen: Any, portal: Any, vera: Any, acme: Any
) -> None:
    from apps.brands.models import Import

    Import.objects.create(name="spring.csv", state="checked")
    page = seen.get("/").content.decode()
    assert "Checked; look at it and start it" in page
    assert "Nothing waits for you" not in page
    assert "Nothing waits for you" in portal(vera, acme).get("/").content.decode()


def test_the_sample_is_no_longer_offered_once_something_is_here(imported: Any, seen: Any) -> None:
    assert "Try the sample" not in seen.get("/imports/new/").content.decode()


def test_a_viewer_of_an_empty_workspace_learns_who_can_fill_it(portal: Any, vera: Any, acme: Any) -> None:
    look = portal(vera, acme)
    page = look.get("/").content.decode()
    assert "An admin, a manager or an analyst of this workspace has to bring in the first file." in page
    assert "Begin with one file" not in page
    assert "Search for duplicates" not in look.get("/review/").content.decode()


def test_steps_are_ticked_off_as_they_are_taken(imported: Any, seen: Any) -> None:
    page = seen.get("/").content.decode()
    assert page.count("<s ") == 2  # brought in, started; quarantine still waits
    assert "4 rows in quarantine" in page


def test_proposals_that_wait_are_named_to_those_who_decide(
    imported: Any, alice: Any, vera: Any, portal: Any, as_alice: Any
) -> None:
    from apps.consolidation.models import Proposal
    from apps.tenants.models import Workspace

    acme = Workspace.objects.get(slug="acme")

    def said(person: Any) -> str:
        return " ".join(portal(person, acme).get("/").content.decode().split())

    assert "to decide" not in said(alice)
    past = timezone.now() - timedelta(days=1)
    for key, due, person in (("a", past, alice.pk), ("b", None, None)):
        Proposal.objects.create(
            key=key, relation="same_brand", member_ids=[1, 2], probability=0.8, relation_probability=0.8, weakest=0.8,
            priority=1, due_at=due, assigned_to_id=person,
        )  # fmt: skip
    page = said(alice)
    assert "2 proposals to decide" in page
    assert "1 overdue" in page
    assert "1 given to you" in page
    assert "Nothing waits for you" not in page
    assert "to decide" not in said(vera)


def test_a_viewer_is_shown_no_steps(imported: Any, portal: Any, vera: Any, acme: Any) -> None:
    assert "First steps" not in portal(vera, acme).get("/").content.decode()


def test_what_came_in_since_the_last_visit(imported: Any, alice: Any, acme: Any, seen: Any) -> None:
    from apps.accounts.models import Membership

    assert "Since your last visit" not in seen.get("/").content.decode()
    Membership.objects.filter(user=alice).update(visited_at=timezone.now() - timedelta(days=2))
    page = seen.get("/").content.decode()
    assert "Since your last visit" in page
    assert "SKUs added" in page
    Membership.objects.filter(user=alice).update(
        visited_at=timezone.now(), visit_before_at=timezone.now() + timedelta(minutes=1)
    )
    assert "Nothing came in" in seen.get("/").content.decode()


def test_a_visit_ends_after_an_hour(acme: Any, alice: Any) -> None:
    from apps.accounts.models import Membership
    from apps.accounts.services import visit

    assert visit(alice, acme) is None
    assert visit(alice, acme) is None
    Membership.objects.filter(user=alice).update(visited_at=timezone.now() - timedelta(hours=3))
    before = visit(alice, acme)
    assert before is not None
    assert visit(alice, acme) == before


def test_failed_work_is_named_with_its_reason(as_alice: Any, imported: Any, seen: Any) -> None:
    from apps.core.models import Job

    Job.objects.create(kind="brands.export", title="Export of brands", state="failed", error={"message": "Disk full."})
    page = seen.get("/").content.decode()
    assert "Failed: Export of brands" in page
    assert "Disk full." in page


def test_the_trend_says_what_there_is_to_see(in_acme: Any) -> None:
    from django.utils import translation

    from apps.brands.selectors import since
    from apps.portal import findings
    from tests.factories.catalogue import make_brand, make_sku

    brand = make_brand()
    for month in range(1, 9):
        make_sku(brand, completed_date=date(2026, month, 5))
    for day in (1, 2, 3):
        make_sku(brand, completed_date=date(2026, 9, day))
    make_sku(brand, completed_date=date(2026, 10, 1))
    found = since.trend(date(2026, 10, 20))
    with translation.override("en"):
        title = findings.of_trend(found, since.change(found))
    assert title == "September 2026 brought 3 approvals, 200 % more than the year before it on average"


@pytest.mark.parametrize("header", [{}, {"HX-Request": "true"}])
def test_the_trend_is_a_page_and_a_part(header: dict[str, str], imported: Any, seen: Any) -> None:
    answer = seen.get("/trend/", headers=header)
    assert answer.status_code == 200
    assert (b"<html" in answer.content) is not bool(header)

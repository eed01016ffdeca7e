"""Which notifications a person gets is their own choice, kind by kind; all of them until they choose."""

from typing import Any

import pytest

from apps.core.models import Notification
from apps.core.services import alerts
from apps.core.services.notices import notify
from apps.portal.notices import CHOICES, KINDS


def told(*people: Any) -> list[int]:
    """Who hears of proposals that were given to them."""
    notify([one.pk for one in people], "review.assigned", path="review/", count=1)
    return sorted(Notification.objects.values_list("user_id", flat=True))


def choose(browser: Any, *kinds: str) -> Any:
    return browser.post("/profile/notices/", {"kinds": list(kinds)})


def test_every_kind_that_is_told_can_be_chosen() -> None:
    assert {kind for kind, _label in CHOICES} == set(KINDS)


def test_who_never_chose_is_told_everything(seen: Any, in_acme: Any, alice: Any) -> None:
    page = seen.get("/profile/").content.decode()
    assert page.count('name="kinds"') == page.count("checked") == len(CHOICES)
    assert told(alice) == [alice.pk]


def test_a_kind_switched_off_is_not_told_and_others_are(seen: Any, in_acme: Any, alice: Any, bob: Any) -> None:
    assert choose(seen, "review.due")["Location"] == "/t/acme/profile/"
    assert seen.get("/profile/").content.decode().count("checked") == 1
    assert told(alice, bob) == [bob.pk]
    assert notify([alice.pk], "review.due", path="review/", count=1) == 1


def test_it_can_be_switched_on_again(seen: Any, in_acme: Any, alice: Any) -> None:
    choose(seen)
    choose(seen, *KINDS)
    assert told(alice) == [alice.pk]


def test_a_choice_of_one_workspace_is_none_of_another(seen: Any, in_globex: Any, alice: Any) -> None:
    choose(seen)
    from django.db import connection

    connection.set_tenant(in_globex)
    assert told(alice) == [alice.pk]


def test_a_watched_view_is_silent_when_its_kind_is_off(seen: Any, in_acme: Any, alice: Any) -> None:
    from apps.core.models import SavedView, ViewWatch

    view = SavedView.objects.create(resource="brands", name="Mine", owner_id=alice.pk)
    watch = ViewWatch(view=view, user_id=alice.pk, is_watched=True)
    assert alerts._tell(watch, 3) == 1
    choose(seen)
    assert alerts._tell(watch, 3) == 0


@pytest.mark.parametrize("kind", ["made.up", "review.assigned\0"])
def test_a_kind_that_does_not_exist_is_refused(kind: str, seen: Any) -> None:
    assert choose(seen, kind).status_code == 422


@pytest.mark.parametrize(
    ("kind", "facts", "text"),
    [
        ("review.asked", {"count": 1}, "1 proposal that Bob approved waits for a second person"),
        ("review.asked", {"count": 3}, "3 proposals that Bob approved wait for a second person"),
        ("review.answered", {"count": 2, "state": "approved"}, "Bob was the second to approve 2 proposals of yours"),
        ("review.answered", {"count": 1, "state": "rejected"}, "Bob rejected 1 proposal that you had approved"),
    ],
)
@pytest.mark.usefixtures("in_acme")
def test_a_word_of_the_second_person_says_who_and_how_many(
    seen: Any, alice: Any, kind: str, facts: Any, text: str
) -> None:
    notify([alice.pk], kind, path="review/", who="Bob", **facts)
    assert text in seen.get("/notifications/").content.decode()

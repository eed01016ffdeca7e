"""Pieces of the frame that are drawn once: each person still gets their own."""

import re
from typing import Any

from apps.accounts.choices import Role
from apps.portal.templatetags.kept import SIGN


def test_forms_of_a_kept_piece_carry_the_token_of_the_request(seen: Any) -> None:
    pages = [seen.get("/skus/").content.decode() for _ in range(2)]
    tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)) for page in pages]
    assert all(len(found) == 1 for found in tokens)
    assert not any(SIGN in page for page in pages)
    assert tokens[0] != tokens[1]


def test_what_one_role_may_do_is_not_drawn_for_another(portal: Any, alice: Any, acme: Any, imported: Any) -> None:
    from apps.accounts.models import Membership

    act = 'value="archive"'
    browser = portal(alice, acme)
    first = browser.get("/skus/").content.decode()
    Membership.objects.filter(user=alice).update(role=Role.VIEWER)
    second = browser.get("/skus/").content.decode()
    assert act in first
    assert act not in second


def test_a_piece_follows_what_it_is_drawn_from(seen: Any) -> None:
    here = re.compile(r'href="/t/acme/(\w+)/"\s+data-go-key="\w"\s+aria-current="page"')
    assert here.findall(seen.get("/skus/").content.decode()) == ["skus"]
    assert here.findall(seen.get("/brands/").content.decode()) == ["brands"]


def test_the_columns_chosen_are_ticked(seen: Any) -> None:
    usual, chosen = (seen.get(address).content.decode() for address in ("/skus/", "/skus/?columns=permit,ttb_id"))
    ticked = re.compile(r'name="columns"\s+value="(\w+)"\s+checked')
    assert ticked.findall(chosen) == ["permit", "ttb_id"]
    assert ticked.findall(usual) != ["permit", "ttb_id"]


def test_what_stands_in_a_piece_is_each_requests_own(seen: Any) -> None:
    first, second = (seen.get(f"/skus/?q={word}").content.decode() for word in ("margaux", "%22%3E%3Cb%3E"))
    assert 'value="margaux"' in first
    assert 'value="margaux"' not in second
    assert 'value="&quot;&gt;&lt;b&gt;"' in second
    assert "<b>" not in second.split('id="results"')[0].split('<form class="tools"')[1]


def test_the_menu_of_a_person_names_them(portal: Any, alice: Any, bob: Any, acme: Any) -> None:
    pages = {who.email: portal(who, acme).get("/brands/").content.decode() for who in (alice, bob)}
    assert alice.email in pages[alice.email]
    assert alice.email not in pages[bob.email]

"""Every page in Spanish and in the made-up languages: none breaks, and what people press or look for is translated."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import URLPattern

from apps.brands.models import Brand
from apps.portal.catalogues import ACCENTED, BACKWARDS, SPANISH
from apps.portal.urls import urlpatterns
from tests.portal.test_who_sees_which_page import key_of, path_of

PAGES: list[URLPattern] = [one for one in urlpatterns if hasattr(one.callback.view_class, "get")]
OURS = {"button", "th", "legend", "summary"}
WORD = re.compile(r"[A-Za-z]{3}")
# Names that every language writes so, and the workspace's own.
SAME = {"SKU", "SKUs", "TTB ID", "UTC", "CSV", "Excel (XLSX)", "JSON", "Parquet", "Acme", "Colabase"}


@pytest.fixture(autouse=True)
def _compiled(compiled_words: None, held_back: Any) -> None:
    """With the catalogues as they are now; jobs wait."""


class Pressed(HTMLParser):
    """Collects the texts of what is ours on a page: buttons, headings of columns, legends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in OURS and dict(attrs).get("scope") != "row":
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.inside and WORD.search(data):
            self.found.add(" ".join(data.split()))


def plain(page: str) -> set[str]:
    """What of it is not in accents, that is: not translated."""
    reader = Pressed()
    reader.feed(page)
    return {text for text in reader.found if text.isascii() and text not in SAME}


@pytest.mark.unmeasured
@pytest.mark.parametrize("language", [SPANISH, ACCENTED, BACKWARDS])
def test_every_page_can_be_read(language: str, imported: Any, alice: Any, seen: Any) -> None:
    alice.language = language
    alice.save()
    broken, literal = {}, {}
    names = set(Brand.objects.values_list("display_name", flat=True))  # what the registry says is never translated
    for pattern in PAGES:
        path = path_of(pattern, key_of(pattern, imported))
        answer = seen.get(path)
        if answer.status_code >= 500:
            broken[path] = answer.status_code
        elif (
            language == ACCENTED
            and not answer.streaming
            and (left := plain(answer.content.decode(errors="replace")) - names)
        ):
            literal[path] = left
    assert (broken, literal) == ({}, {})


def test_a_literal_would_be_noticed() -> None:
    assert plain("<button>Save it</button><button>[Šàvé ìt]</button><td>Save it</td>") == {"Save it"}


def test_an_act_on_many_rows_names_its_list_in_the_readers_language(imported: Any, alice: Any, seen: Any) -> None:
    from apps.brands.models import BulkAct
    from apps.brands.services import bulk
    from apps.core.models import ChangeSet

    alice.language = SPANISH
    alice.save()
    chosen = {"noun": "brands", "ids": [Brand.objects.earliest("pk").pk], "values": "1"}
    seen.post("/bulk/new/", {**chosen, "act": "tag", "named": "brands_to call"})
    bulk.run_bulk(BulkAct.objects.get(), bulk_watch())
    assert ChangeSet.objects.latest("pk").summary == "Tagged many records at once (brands, brands_to call)"
    assert "(marcas, brands_to call)" in seen.get("/activity/").content.decode()


def bulk_watch() -> Any:
    """Somebody who never looks."""
    from apps.brands.services.imports import Silent

    return Silent()


def test_what_the_platform_did_itself_is_said_in_the_readers_language(imported: Any, alice: Any, seen: Any) -> None:
    from apps.core.context import Actor, acting
    from apps.core.models import ChangeSet
    from apps.core.services.changes import change_set

    alice.language = SPANISH
    alice.save()
    for name, said in (("command", "una orden"), ("system", "el sistema"), ("event", "una reacción a un suceso")):
        with acting(actor=Actor(name=name, role="system")), change_set("edit", "By nobody"):
            pass
        act = ChangeSet.objects.order_by("-pk")[0].pk
        for path in (f"/activity/?actor_name={name}", f"/activity/{act}/"):
            page = seen.get(path).content.decode()
            assert said in page, path
            assert f">{name}<" not in page, path

"""Every text can be translated, is collected, and reaches the person in their language, time zone and direction."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils import translation

from apps.portal import catalogues

ROOT: Path = settings.ROOT
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPOKEN = {"aria-label", "placeholder", "title", "alt", "aria-description"}
SAMPLES = "NY-I-15066|Château Margaux|Bodega Tres Caminos|31/31/2024"
OURS = re.compile(
    rf'hx-[a-z-]+="[^"]*"|{SAMPLES}|Colabase|Ctrl|TTB ID|CSV|Excel|XLSX|JSON|Parquet|[a-z]{{1,2}}\b', re.IGNORECASE
)
LETTER = re.compile(r"[^\W\d_]")


@pytest.fixture(autouse=True)
def _compiled(compiled_words: None) -> None:
    """With the catalogues as they are now."""


class Texts(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data: str) -> None:
        if self.inside not in {"script", "style"}:
            self.found.append(data)


def untranslated(source: str) -> list[str]:
    """Text of a template that stands outside translation tags."""
    kept, skipping = [], ""
    source = re.sub(r"\{% block width %\}\w+", "", source)
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            if word in {"blocktranslate", "blocktrans", "comment"}:
                skipping = word
            elif word == f"end{skipping}":
                skipping = ""
        elif token.token_type == TokenType.TEXT and not skipping:
            kept.append(token.contents)
    reader = Texts()
    reader.feed("".join(kept))
    return [text.strip() for text in reader.found if LETTER.search(OURS.sub("", text))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_holds_no_text_that_cannot_be_translated(path: Path) -> None:
    assert untranslated(path.read_text()) == []


def test_the_walk_would_notice() -> None:
    assert untranslated("<p>Hello there</p>") == ["Hello there"]
    assert untranslated('<a title="Hello there">{{ x }}</a>') == ["Hello there"]
    assert untranslated("<p>{% translate 'Hello there' %}</p>") == []


def test_everything_is_collected() -> None:
    said = {one.id if isinstance(one.id, str) else one.id[0] for one in catalogues.collected(ROOT)}
    assert {"New import", "Skip to content", "TTB ID missing", "No such thing"} - said == {"No such thing"}
    assert "%(n)s row on this page" in said


def test_spanish_says_everything() -> None:
    assert catalogues.missing(ROOT) == []


def test_a_refusal_and_its_hint_are_collected() -> None:
    said = {one.id for one in catalogues.collected(ROOT)}
    assert {"Nothing fits these filters", "Remove the password and send it again.", "Enter a name."} <= said


def test_a_missing_or_broken_translation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Catalog()
    for text in ("Good", "Missing", "%(n)s of %(m)s"):
        said.add(text)
    monkeypatch.setattr(catalogues, "collected", lambda root: said)
    catalogues.update(tmp_path)
    path = catalogues.place(tmp_path, "es")
    path.write_text(
        path.read_text()
        .replace('"Good"\nmsgstr ""', '"Good"\nmsgstr "Bien"')
        .replace('"%(n)s of %(m)s"\nmsgstr ""', '"%(n)s of %(m)s"\nmsgstr "%(n)s de m"')
    )
    assert catalogues.missing(tmp_path) == ["Missing", "%(n)s of %(m)s"]


def test_what_was_translated_survives_the_next_collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Catalog()
    said.add("Good")
    monkeypatch.setattr(catalogues, "collected", lambda root: said)
    catalogues.update(tmp_path)
    path = catalogues.place(tmp_path, "es")
    path.write_text(path.read_text().replace('"Good"\nmsgstr ""', '"Good"\nmsgstr "Bien"'))
    catalogues.update(tmp_path)
    assert catalogues.read(tmp_path)["Good"].string == "Bien"


def test_a_pseudo_text_keeps_what_is_filled_in() -> None:
    assert catalogues.accented("%(n)s rows of {x}") == "[%(n)s ŕoŵš".replace("ŕoŵš", "röwš") + " öf {x}·····]"


@pytest.mark.parametrize(("language", "direction"), [("en-xa", "ltr"), ("ar-xb", "rtl")])
def test_every_page_speaks_a_made_up_language(
    language: str, direction: str, imported: Any, alice: Any, seen: Any
) -> None:
    alice.language = language
    alice.save()
    for path in ("/", "/brands/", "/imports/", "/profile/", f"/imports/{imported.pk}/"):
        page = seen.get(path).content.decode()
        assert f'dir="{direction}"' in page
        assert catalogues.accented("Skip to content") in page or "\u200fSkip to content" in page


def test_the_profile_goes_before_the_browser(alice: Any, seen: Any) -> None:
    page = seen.get("/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es"' in page
    alice.language = "en-xa"
    alice.save()
    assert '<html lang="en-xa"' in seen.get("/", headers={"accept-language": "es"}).content.decode()


def test_figures_and_days_are_written_as_the_person_reads_them() -> None:
    from apps.portal.templatetags.portal import day, number

    assert (number(12345), day("2026-03-01")) == ("12,345", "March 1, 2026")
    with translation.override("es"):
        assert number(12345).replace("\xa0", ".") == "12.345"
        assert day("2026-03-01") == "1 de marzo de 2026"


def test_a_number_is_a_number_and_only_a_question_is_answered_with_yes() -> None:
    from django.utils.translation import override

    from apps.portal import words

    with override("en"):
        assert words.value("run", "1") == "1"
        assert words.value("sku_count__from", "1") == "1"
        assert words.value("website__missing", "1") == words.value("website__missing", "true") == "yes"


def test_the_days_of_a_conflict_are_written_as_the_person_reads_them() -> None:
    from apps.portal import words

    assert words.shown("completed_date", "2024-01-02") == "Jan. 2, 2024"
    assert words.shown("completed_date", "1/2/24") == "1/2/24"
    with translation.override("es"):
        assert "2024-01-02" not in words.shown("completed_date", "2024-01-02")

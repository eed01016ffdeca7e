"""Message catalogues without GNU gettext: what must be said is collected from code and templates, kept in
`locale/<language>/LC_MESSAGES/django.po`, and compiled to `.mo`, which is never committed.

Script takes its words from the page, so templates hold them too. Two languages are made up for looking at pages:
`en-xa` puts accents on every letter and makes texts longer, `ar-xb` runs from right to left.
"""

import ast
import os
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from apps.registry.checks import rules

Keywords = dict[str, Any]
KEYWORDS: Keywords = {
    "_": None, "now": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
SPANISH = "es"
HEADER: dict[str, Any] = {
    "project": "Colabase", "version": "1", "copyright_holder": "Colabase", "msgid_bugs_address": "",
    "last_translator": "", "language_team": "", "header_comment": "# What the pages say.",
}  # fmt: skip
ACCENTED, BACKWARDS = "en-xa", "ar-xb"
FORMATS = Path("apps/registry/formats")
PSEUDO = [(ACCENTED, "[Àççéñţš]"), (BACKWARDS, "\u200fRight to left")]
# What stands in a text and is no text: placeholders, tags, entities.
FIXED = re.compile(r"(%\([a-z_]+\)[sd]|%[sd%]|\{[a-z_]*\}|<[^>]*>|&[a-z]+;)", re.IGNORECASE)
FIELDS = re.compile(r"%\([a-z_]+\)[sd]|%s")
LETTERS = str.maketrans("aeiouycnslzAEIOUYCNSLZ", "àéîöûýçñšļžÀÉÎÖÛÝÇÑŠĻŽ")


def collected(root: Path) -> Catalog:
    """Everything the program says, with where it says it."""
    found = Catalog(charset="utf-8")
    for path, line, message, context in sorted(_said(root), key=lambda one: (one[0], one[1])):
        found.add(message, locations=[(path, line)], context=context)
    return found


def _said(root: Path) -> Iterator[tuple[str, int, Any, str | None]]:
    for path in sorted((root / "apps").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _of(path.relative_to(root), path.read_bytes())
            yield from _refusals(path.relative_to(root), path.read_text())
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            code = templatize(path.read_text(), origin=str(path))
            for number, line in enumerate(code.splitlines(), 1):
                yield from _of(path.relative_to(root), line.strip().encode(), number - 1)
    for rule in rules.RULES:
        yield from (("apps/registry/checks/rules.py", 1, text, None) for text in (rule.name, rule.description))


def _refusals(path: Path, code: str) -> Iterator[tuple[str, int, Any, str | None]]:
    """What refusals say without asking for a language, for the page to turn: hints of their classes, and all that the
    readers of files say, which know no Django.
    """
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Assign(targets=[ast.Name("hint")], value=ast.Constant(str(text))) if text:
                yield str(path), node.lineno, text, None
            case ast.Raise(exc=ast.Call(args=[ast.Constant(str(text)), *_])) if FORMATS in path.parents:
                yield str(path), node.lineno, text, None


def _of(path: Path, code: bytes, offset: int = 0) -> Iterator[tuple[str, int, Any, str | None]]:
    for line, word, messages, _comments in extract_python(BytesIO(code), KEYWORDS, [], {}):
        if found := _message(str(word or "_"), messages):
            yield (str(path), line + offset, *found)


def _message(word: str, messages: Any) -> tuple[Any, str | None] | None:
    """The text (or texts, for a plural) and its context; None when it is no literal."""
    texts = list(messages) if isinstance(messages, tuple) else [messages]
    context = texts.pop(0) if word.lstrip("n").startswith("pgettext") else None
    texts = texts[:2] if "ngettext" in word or word.startswith("npgettext") else texts[:1]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        return None
    return (tuple(texts) if len(texts) > 1 else texts[0]), context


# --- the files -----------------------------------------------------------------------------


def place(root: Path, language: str, suffix: str = "po") -> Path:
    """Where the catalogue of a language is."""
    head, _, tail = language.partition("-")
    locale = f"{head}_{tail.upper()}" if tail else head
    return root / "locale" / locale / "LC_MESSAGES" / f"django.{suffix}"


def read(root: Path, language: str = SPANISH) -> Catalog:
    """A committed catalogue, empty when there is none yet."""
    path = place(root, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False, **HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(root: Path, language: str = SPANISH) -> Catalog:
    """Bring a committed catalogue up to what the program says now: translations stay, near ones become fuzzy."""
    catalog = read(root, language)
    catalog.update(collected(root), update_creation_date=False)
    catalog.obsolete.clear()
    path = place(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, omit_header=False, sort_by_file=True, include_lineno=False)
    return catalog


def missing(root: Path, language: str = SPANISH) -> list[str]:
    """Texts that this language does not say yet, or only guesses."""
    known = read(root, language)
    return [_id(one.id) for one in collected(root) if one.id and not _is_said(known.get(one.id, one.context))]


def _is_said(message: Any) -> bool:
    if message is None or message.fuzzy:
        return False
    given = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set(FIELDS.findall(given[-1]))
    return all(texts) and all(set(FIELDS.findall(text)) >= wanted for text in texts[1:] or texts)


def _id(message: Any) -> str:
    return message if isinstance(message, str) else str(message[0])


def compile_all(root: Path, *, pseudo: bool) -> list[str]:
    """Make the `.mo` files: of each committed catalogue, and of the made-up languages where they are wanted."""
    made = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/django.po")):
        language = path.parts[-3].replace("_", "-").lower()
        _write(path.with_suffix(".mo"), read(root, language))
        made.append(language)
    if pseudo:
        said = collected(root)
        for language, turn in ((ACCENTED, accented), (BACKWARDS, backwards)):
            _write(place(root, language, "mo"), _turned(said, turn))
            made.append(language)
    return made


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.mo")  # another process may write the same
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(path)


def _turned(said: Catalog, turn: Callable[[str], str]) -> Catalog:
    made = Catalog(locale="en", charset="utf-8")
    for one in said:
        if one.id:
            text = turn(one.id) if isinstance(one.id, str) else tuple(map(turn, one.id))
            made.add(one.id, string=text, context=one.context)
    return made


def accented(text: str) -> str:
    """`[Šàvé ··]`: every letter changed, a third longer, what is filled in untouched."""
    parts = FIXED.split(text)
    words = "".join(part if at % 2 else part.translate(LETTERS) for at, part in enumerate(parts))
    return f"[{words}{'·' * (len(text) // 3)}]"


def backwards(text: str) -> str:
    """The same text, marked to run from right to left."""
    return f"\u200f{text}\u200f"

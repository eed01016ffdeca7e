"""Proper case for names published in capitals, with the exceptions of the trade."""

import re
from functools import cache, lru_cache

from apps.registry.formats import tables

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}|(?<![^\W_])[^\W\d_](?=\.)")
_PLAIN = re.compile(r"(?:[A-Z]{2,}\.?|[A-Z])(?: (?:& )?(?:[A-Z]{2,}\.?|[A-Z]))*", re.IGNORECASE)  # no initials: A. F.
_SHORT = 4  # MCD and MCX are no names
_POSSESSIVES = {"S", "T", "LL", "RE", "VE", "M"}  # BOB'S, DON'T, WE'LL, I'M
_ELISIONS = {"D", "L", "DE", "DELL", "DALL", "NELL", "ALL"}  # Chateau d'Yquem, Barbera dell'Asti


def display_name(text: str) -> str:
    """`text` in proper case for people to read; the source spelling is kept elsewhere.

    Text that already mixes cases is somebody's choice and comes back unchanged. The exceptions (words kept in
    capitals, small words, spellings) are rows of `data/display_exceptions.csv`.
    """
    if not (text.isupper() or text.islower()):
        return text
    if text.isascii() and _PLAIN.fullmatch(text):
        return _plain(text.upper().split(" "))
    initials = {i for m in _INITIALS.finditer(text) for i in range(m.start(), m.end())}
    last = max((m.start() for m in _WORD.finditer(text)), default=0)

    def written(match: re.Match[str]) -> str:
        word, start = match.group(), match.start()
        if start in initials and len(word) == 1:
            return word.upper()
        return _word(word.upper(), opens=_opens(text, start), last=start == last)

    return _WORD.sub(written, text)


def _plain(words: list[str]) -> str:
    """Words of letters alone, `CO.` and `&`, which most names are: the same few thousand words over and over."""
    last = len(words) - 1
    return " ".join(_plain_word(word, i == 0, i == last) for i, word in enumerate(words))


@lru_cache(maxsize=50_000)
def _plain_word(word: str, opens: bool, last: bool) -> str:
    bare = word.removesuffix(".")
    return word if word == "&" else _word(bare, opens=opens, last=last) + word[len(bare) :]


def _opens(text: str, start: int) -> bool:
    """Whether the word at `start` is the first, or opens a part after a dash, slash or bracket."""
    before = text[:start].rstrip()
    return not before or before[-1] in '(/:"“[-–—'


def _word(word: str, *, opens: bool, last: bool) -> str:
    spelled, small = _exceptions()
    if word in small and not (opens or last):
        return small[word]
    if word in spelled:
        return spelled[word]
    if "'" in word or "’" in word:
        return _with_apostrophe(word, opens=opens)
    if _ORDINAL.fullmatch(word):
        return word.lower()
    if len(word) > 1 and _ROMAN.fullmatch(word):
        return word
    return _capitalized(word)


def _capitalized(word: str) -> str:
    """McAllister by its pattern; Mac names are rows of the table, because MACHETE and MACON are none."""
    if word.startswith("MC") and len(word) > _SHORT:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()


def _with_apostrophe(word: str, *, opens: bool) -> str:
    head, mark, tail = re.split(r"(['’])", word, maxsplit=1)
    if tail in _POSSESSIVES:
        return _word(head, opens=True, last=False) + mark + tail.lower()
    if head in _ELISIONS:
        return (head.capitalize() if opens else head.lower()) + mark + _word(tail, opens=True, last=False)
    if len(head) == 1:
        return head + mark + _word(tail, opens=True, last=False)
    return head.capitalize() + mark + tail.lower()


@cache
def _exceptions() -> tuple[dict[str, str], dict[str, str]]:
    table = tables.rows("display_exceptions")
    spelled = {r["word"].upper(): r["written"] for r in table if r["kind"] != "small"}
    small = {r["word"].upper(): r["written"] for r in table if r["kind"] == "small"}
    return spelled, small

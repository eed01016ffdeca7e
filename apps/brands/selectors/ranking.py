"""How alike two names are to someone who types. Plain Python; texts are normal forms."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import OSA, DamerauLevenshtein

from apps.brands.selectors.slips import slip

T = TypeVar("T")
CLOSE_EDITS = 2
PER_EDIT = 0.17  # the likeness an edit takes away
STARTED = 0.72  # a name the words begin ranks above a name two edits away, below one that is one edit away
WORDS_MEANT = 0.9  # ... unless the text is itself a name: then nothing was mistyped
IN_PART = 1.1  # edits: to have typed only some words of a name
FAR = 0.62  # at most, for names whose words are only somewhat like those typed
SHORT = 5  # letters that may as well begin a longer name as be a short one mistyped
UNSURE = 9  # letters up to which two edits leave open whether a name or a word of one was meant
SLIPS_UP_TO = 12  # letters: many long names are never equally near
MATCH_EXACT, MATCH_WORDS, MATCH_CLOSE = "exact", "words", "close"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name with its likeness (0 to 1) to what was typed, and why it was found."""

    kind: str
    spelling: str
    brand: int
    text: str
    score: float
    match: str


def ranked(typed: str, names: Iterable[tuple[str, str, int, str]]) -> list[Ranked]:
    """Names (kind, spelling, brand, text) best first."""
    pool = list(names)
    meant = any(text == typed for *_rest, text in pool)
    scored = [_scored(typed, name, meant=meant) for name in pool]
    scored.sort(key=lambda one: (-one.score, len(one.text), one.text))
    return woven(typed, scored, lambda one: one)


def woven(typed: str, found: Sequence[T], name: Callable[[T], Ranked]) -> list[T]:
    """Best first; but a short text may begin a name as well as be one mistyped: the first of one kind, two of the other."""
    if len(typed) > SHORT or any(name(one).match == MATCH_EXACT for one in found):
        return list(found)
    begun = [one for one in found if name(one).match == MATCH_WORDS]
    ahead = [*begun[:1], *[one for one in found if name(one).match == MATCH_CLOSE][:2]]
    return [*ahead, *(one for one in found if one not in ahead)]


def _scored(typed: str, name: tuple[str, str, int, str], *, meant: bool) -> Ranked:
    text = name[3]
    if text == typed:
        return Ranked(*name, 1.0, MATCH_EXACT)
    whole, near = float(OSA.normalized_similarity(typed, text)), _near(typed, text)
    if has_words(typed.split(), text.split()):
        begun = (WORDS_MEANT if meant else STARTED) + 0.05 * whole
        return Ranked(*name, max(near + 0.03 * whole, begun), MATCH_WORDS)
    likeness = near + 0.03 * whole if near else _by_words(typed.split(), text.split())
    return Ranked(*name, likeness, MATCH_CLOSE)


def _near(typed: str, text: str) -> float:
    """The likeness of whole texts few edits apart, else 0."""
    edits = DamerauLevenshtein.distance(typed, text, score_cutoff=CLOSE_EDITS)
    if edits > CLOSE_EDITS:
        return 0.0
    return 1 - PER_EDIT * (min(slip(typed, text), edits) if len(typed) <= SLIPS_UP_TO else edits)


def has_words(typed: list[str], words: list[str]) -> bool:
    """Whether all typed words occur, the last perhaps only begun."""
    return all(word in words for word in typed[:-1]) and any(word.startswith(typed[-1]) for word in words)


def _by_words(typed: list[str], words: list[str]) -> float:
    """The likeness of each typed word to the nearest word of the name: by edits if they are few, else by the mean."""
    edits = sum(min(_edits(one, word) for word in words) for one in typed)
    if edits <= CLOSE_EDITS:
        return 1 - PER_EDIT * (IN_PART + edits)
    return FAR * sum(max(_word(one, word) for word in words) for one in typed) / len(typed)


def _edits(typed: str, word: str) -> int:
    """Edits between two words, so many as there are letters if more than a third of them are wrong."""
    allowed = max(1, len(typed) // 3)
    edits = int(OSA.distance(typed, word, score_cutoff=allowed))
    return edits if edits <= allowed else len(typed)


def _word(typed: str, word: str) -> float:
    begun = 0.9 * float(OSA.normalized_similarity(typed, word[: len(typed)])) if len(typed) > CLOSE_EDITS else 0.0
    return max(float(OSA.normalized_similarity(typed, word)), begun)


def is_surely(typed: str, text: str) -> bool:
    """Whether so few edits part two texts, for their length, that nothing else was meant."""
    allowed = 1 if len(typed) <= UNSURE else CLOSE_EDITS
    return bool(OSA.distance(typed, text, score_cutoff=allowed) <= allowed)


def is_close(typed: str, text: str) -> bool:
    """Whether few enough edits part two texts: one in short ones, two from five letters on."""
    allowed = 1 if len(typed) < SHORT else CLOSE_EDITS
    return bool(OSA.distance(typed, text, score_cutoff=allowed) <= allowed)

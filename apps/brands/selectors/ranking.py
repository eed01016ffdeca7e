"""How alike two names are to someone who types. Plain Python; texts are normal forms."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

CLOSE_EDITS = 2
STARTED = 0.72  # a name the words begin ranks above a name two edits away, below one that is one edit away
WORDS_MEANT = 0.9  # ... unless the text is itself a name: then nothing was mistyped
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
    return sorted(scored, key=lambda one: (-one.score, len(one.text), one.text))


def _scored(typed: str, name: tuple[str, str, int, str], *, meant: bool) -> Ranked:
    text = name[3]
    if text == typed:
        return Ranked(*name, 1.0, MATCH_EXACT)
    whole = float(OSA.normalized_similarity(typed, text))
    if has_words(typed.split(), text.split()):
        return Ranked(*name, max(whole, (WORDS_MEANT if meant else STARTED) + 0.1 * whole), MATCH_WORDS)
    return Ranked(*name, max(whole, 0.7 * _by_words(typed.split(), text.split())), MATCH_CLOSE)


def has_words(typed: list[str], words: list[str]) -> bool:
    """Whether all typed words occur, the last perhaps only begun."""
    return all(word in words for word in typed[:-1]) and any(word.startswith(typed[-1]) for word in words)


def _by_words(typed: list[str], words: list[str]) -> float:
    """The mean over typed words of the likeness to the nearest word of the name."""
    best = (max(_word(one, word) for word in words) for one in typed)
    return sum(best) / len(typed)


def _word(typed: str, word: str) -> float:
    begun = 0.9 * float(OSA.normalized_similarity(typed, word[: len(typed)])) if len(typed) > CLOSE_EDITS else 0.0
    return max(float(OSA.normalized_similarity(typed, word)), begun)


def is_close(typed: str, text: str) -> bool:
    """Whether few enough edits part two texts: one in short ones, two from five letters on."""
    allowed = 1 if len(typed) < 5 else CLOSE_EDITS  # noqa: PLR2004
    return bool(OSA.distance(typed, text, score_cutoff=allowed) <= allowed)

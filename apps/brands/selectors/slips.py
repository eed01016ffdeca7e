"""How far apart two short texts are to somebody who types: likely slips count for less than unlikely ones.

`slip("GALO", "GALLO")` is less than one edit (a letter that should be doubled), `slip("XALLO", "GALLO")` more (nobody
mistypes the first letter without noticing). Plain Python; texts are normal forms, few letters long: it tells apart
names that are equally many edits away.
"""

from functools import cache

LIKELY, PLAIN, UNLIKELY = 0.8, 1.0, 1.2
LOST = 0.9
VOWELS = frozenset("AEIOUY")
KEYBOARD = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
ALIKE = frozenset(
    frozenset(pair) for pair in ("CK", "CS", "SZ", "IY", "VW", "FV", "BV", "GJ", "MN", "DT", "CQ", "KQ", "O0", "I1")
)


def slip(typed: str, text: str) -> float:
    """The cheapest way from what was meant (`text`) to what was typed, in edits of which likely ones count less."""
    earlier: list[float] = []
    above = [_first(at) + at * PLAIN for at in range(len(text) + 1)]
    for row, letter in enumerate(typed, 1):
        line = [_first(row) + row * PLAIN]
        for column, meant in enumerate(text, 1):
            best = min(
                above[column - 1] + _changed(letter, meant, first=row == column == 1),
                above[column] + _doubled(typed, row - 1),
                line[column - 1] + min(LOST, _doubled(text, column - 1)),
            )
            if _swapped(typed, row, text, column):
                best = min(best, earlier[column - 2] + LIKELY)
            line.append(best)
        earlier, above = above, line
    return above[-1]


def _first(at: int) -> float:
    """What it costs more to lose or add the first letter."""
    return UNLIKELY - PLAIN if at else 0.0


def _doubled(text: str, at: int) -> float:
    """A letter too many or too few: likely beside its like."""
    return LIKELY if at and text[at] == text[at - 1] else PLAIN


def _swapped(typed: str, row: int, text: str, column: int) -> bool:
    """Whether two neighbours changed places here."""
    return row > 1 < column and typed[row - 1] == text[column - 2] and typed[row - 2] == text[column - 1]


def _changed(letter: str, meant: str, *, first: bool) -> float:
    if letter == meant:
        return 0.0
    if letter in _near(meant):
        return PLAIN if first else LIKELY
    return UNLIKELY if first else PLAIN


@cache
def _near(letter: str) -> frozenset[str]:
    """Letters one may type for this one: its neighbours on the keyboard, those that sound or look alike."""
    sound = {other for pair in ALIKE if letter in pair for other in pair}
    vowels = VOWELS if letter in VOWELS else frozenset[str]()
    return frozenset(_beside(letter) | sound | vowels) - {letter}


def _beside(letter: str) -> set[str]:
    for row, keys in enumerate(KEYBOARD):
        if (at := keys.find(letter)) >= 0:
            rows = KEYBOARD[max(0, row - 1) : row + 2]
            return {key for line in rows for key in line[max(0, at - 1) : at + 2]}
    return set()

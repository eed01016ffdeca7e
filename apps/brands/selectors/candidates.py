"""From what was typed to the names that may be meant: a few hundred of the dictionary, ranked."""

from apps.brands.selectors import names
from apps.brands.selectors.ranking import Ranked, is_surely, ranked
from apps.registry.formats.names import normal_form

LONGEST = 120
WORTH_SHOWING = 0.4
POOL = 100  # names of one kind that are ranked


def typed_name(text: str) -> str:
    """The normal form of what was typed, cut where no name is as long."""
    return normal_form(text[: 2 * LONGEST])[:LONGEST].strip()


def candidates(typed: str, kinds: tuple[str, ...]) -> list[Ranked]:
    """Names of these kinds that may be meant, best first."""
    groups = begun(typed)
    pool = dict.fromkeys(names.with_words(kinds, groups, limit=POOL) if all(groups) else [])
    nobody_has_them = not pool
    if not any(text == typed for *_rest, text in pool):
        pool |= dict.fromkeys(names.near_names(kinds, typed))
    if nobody_has_them and not any(is_surely(typed, text) for *_rest, text in pool):
        pool |= dict.fromkeys(_by_near_words(typed, kinds))
    return [one for one in ranked(typed, pool) if one.score >= WORTH_SHOWING]


def begun(typed: str) -> list[list[str]]:
    """Per word typed the words of the dictionary it stands for; the last may be only begun."""
    *whole, last = typed.split()
    return [*([word] for word in whole), names.words_begun(last)]


def _by_near_words(typed: str, kinds: tuple[str, ...]) -> list[names.Name]:
    """Names with a word like each of those typed; failing that, like the longest of them."""
    near = [names.words_near(word) + names.words_begun(word)[:20] for word in typed.split()[:6]]
    groups = [group for group in near if group]
    if not groups:
        return []
    found = names.with_words(kinds, groups, limit=POOL)
    longest = max(zip(typed.split(), near, strict=False), key=lambda pair: len(pair[0]))[1]
    return found or (names.with_words(kinds, [longest], limit=POOL) if longest else [])

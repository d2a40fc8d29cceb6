"""Whether words of a text are the name of an organization or an event in one of its forms."""

from functools import lru_cache
from typing import NamedTuple

from articles.mentions import declension
from articles.mentions.endings import Endings
from articles.mentions.keys import key_of
from articles.mentions.tokens import APART, Token, split, words_of

NAMED_AFTER = ("имени", "им")
LONGEST_NAME_AFTER = 4


class Found(NamedTuple):
    """Words ``first`` to ``last`` of a text, both within, and the case they stand in."""

    first: int
    last: int
    case: str


def verify(
    tokens: list[Token],
    at: int,
    name: str,
    *,
    inflected: bool = False,
    endings: Endings | None = None,
) -> Found | None:
    """Return where a name ends that begins at this word, or None if it is not that name.

    A name kept as it stood in some text, ``inflected``, need only share its keys.
    """
    words = _words_of(name)
    if endings:
        return _with_endings(tokens, at, words, endings)
    if not _may_be(tokens, at, words):
        return None
    head = 0 if inflected else _head(words)
    cases, place = set(declension.ALL_CASES), at
    for number, word in enumerate(words):
        if word == "имени":
            end = _named_after(tokens, place, words[number + 1 :])
            return Found(at, end, _one_of(cases)) if end is not None else None
        while number and place < len(tokens) and tokens[place].initial and len(word) > 1:
            place += 1  # «правительство А. Колчака»
        if place >= len(tokens):
            return None
        if number and not (_follows(tokens, at, place) or _parted(tokens[place], name, number)):
            return None
        if number < head:
            cases &= _cases(tokens[place].low, word)
            if not cases:
                return None
        elif not _same(tokens[place].low, word):
            return None
        place += 1
    return Found(at, place - 1, _one_of(cases)) if place > at else None


def _with_endings(tokens: list[Token], at: int, words: list[str], endings: Endings):
    """Return what is Found where the last word of a name alone takes endings, or None."""
    place, cases = at, ""
    for number, word in enumerate(words, start=1):
        while number > 1 and place < len(tokens) and tokens[place].initial and len(word) > 1:
            place += 1
        if place >= len(tokens) or number > 1 and not _follows(tokens, at, place):
            return None
        low = tokens[place].low
        if number == len(words):
            cases = endings.cases(low, word, body=True)
        elif not endings.is_inner(low, word):
            return None
        place += 1
    return Found(at, place - 1, cases if len(cases) == 1 else "") if cases else None


def _may_be(tokens: list[Token], at: int, words: list[str]) -> bool:
    """Return whether the words begin like those of a name, as they do in any form of it.

    Many names begin with the same two words: a look at the next spares most of them the rest.
    """
    for token, word in zip(tokens[at : at + len(words)], words, strict=False):
        if token.initial or word == "имени":
            break
        if word != token.low and (word.isdigit() or len(word) > 4 and word[:3] != token.low[:3]):
            return False
    return True


def _follows(tokens: list[Token], at: int, place: int) -> bool:
    """Return whether a word goes on with a name; in quotation marks a full stop may part them."""
    return tokens[place].joined != APART or tokens[at].quoted


def _parted(token: Token, name: str, number: int) -> bool:
    """Return whether a comma or a bracket parts that word from the one before in the name too."""
    return not token.opens and number in _parts_of(name)


@lru_cache(declension.CACHED)
def _parts_of(name: str) -> list[int]:
    return [number for number, token in enumerate(split(name)) if token.joined == APART]


@lru_cache(declension.CACHED)
def _words_of(name: str) -> list[str]:
    words = words_of(name)
    return ["имени" if word == "им" and number else word for number, word in enumerate(words)]


def _head(words: list[str]) -> int:
    """Return how many words of a name decline: adjectives and the noun after them."""
    for number, word in enumerate(words):
        if not declension.adjective(word):
            return number + 1
    return len(words)


def _cases(form: str, word: str) -> set[str]:
    """Return the cases in which a word takes this form."""
    if form == word and len(word) < 4:
        return set(declension.ALL_CASES)
    forms = declension.merged(declension.adjective(word), declension.noun(word))
    if form in forms:
        return set(forms[form])
    if ("-" in word or word[-1] in "ыи") and key_of(form) == key_of(word):
        return set(declension.ALL_CASES)
    return set()


def _same(form: str, word: str) -> bool:
    return form == word or key_of(form) == key_of(word)


def _named_after(tokens: list[Token], place: int, words: list[str]) -> int | None:
    """Return the last word of «имени …», whether given names or initials are there or not."""
    if place >= len(tokens) or tokens[place].low not in NAMED_AFTER or not words:
        return None
    family = key_of(words[-1])
    for end in range(place + 1, min(place + 1 + LONGEST_NAME_AFTER, len(tokens))):
        if tokens[end].joined == APART and not tokens[end - 1].initial:
            return None
        if key_of(tokens[end].low) == family:
            return end
    return None


def _one_of(cases: set[str]) -> str:
    """Return the case if there is no doubt which."""
    return next(iter(cases)) if len(cases) == 1 else ""

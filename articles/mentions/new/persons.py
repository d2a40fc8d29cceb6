"""People a text names, told by their names and by what stands beside."""

import re

from articles.mentions.countries import LANDS
from articles.mentions.gender import MEN, WOMEN
from articles.mentions.keys import even, key_of
from articles.mentions.lists import GIVEN_NAMES, HEADS, PLACES, TITLES
from articles.mentions.new.lists import (
    ACTS,
    BODIES,
    EVENTS,
    FAMILY_ENDINGS,
    PLACE_NOUNS,
    ROLES,
    forms_of,
)
from articles.mentions.new.marks import Mark
from articles.mentions.new.nominative import agreement
from articles.mentions.page import Page, shouted
from articles.mentions.people import PARTICLES
from articles.mentions.spans import PERSON
from articles.mentions.tokens import BESIDE, Token

MOST_WORDS = 4
PATRONYMIC = re.compile(
    r".{2}(?:(?:[оеь]вич|ильич|мич|тич|нтьич)(?:а|у|ем|е)?|(?:[оеь]вн|ичн|иничн)(?:а|ы|е|у|ой|ою)"
    r"|(?:у|о)л[ыу]|огл[ыу]|уулу|кызы|гызы)$"
)
_ENDINGS = ("", "а", "у", "ом", "ым", "е", "ой", "ого", "ому", "им", "ю", "я", "ем")
_FAMILY = re.compile(
    rf"(?:{'|'.join(map(re.escape, FAMILY_ENDINGS))}|[оеё]в|[иы]н|[сц]к)(?:{'|'.join(_ENDINGS)})$"
)
GIVEN = frozenset(map(even, GIVEN_NAMES | frozenset(map(key_of, MEN | WOMEN))))
ROLE_FORMS = forms_of(ROLES)
_NOUNS = frozenset(map(key_of, BODIES | EVENTS | ROLES)) | HEADS | TITLES
_NO_NAMES = _NOUNS | PLACES | PLACE_NOUNS | LANDS.keys()
_LAND_ENDING = re.compile(r"(?:ии|ия|ию|ией|ланд[аеу]?|стан[аеу]?)$")
_ACT = re.compile(r"(?:а|и)?$")


def find_persons(page: Page, taken: set[int]) -> list[Mark]:
    """Return the people named by words of which none is taken."""
    marks, place = [], 0
    while place < len(page.tokens):
        last = _run(page, place, taken)
        if last is None:
            place += 1
            continue
        marks += _in_run(page, place, last)
        place = last + 1
    return marks


def _run(page: Page, first: int, taken: set[int]) -> int | None:
    """Return the last of the words beside one another, from this on, that may be one's names."""
    if first in taken or not may_be_name(page, first):
        return None
    last = first
    while last + 1 < len(page.tokens) and last - first < MOST_WORDS:
        after = last + 1
        token = page.tokens[after]
        if after in taken or token.joined != BESIDE:
            break
        if not may_be_name(page, after) and not _between(page, after):
            break
        last = after
    while last > first and not page.tokens[last].capital:
        last -= 1
    return last


def may_be_name(page: Page, place: int) -> bool:
    """Return whether a word may be one of a person's names."""
    token, key = page.tokens[place], page.keys[place]
    if not token.capital or token.quoted or token.word[0].isdigit():
        return False
    if token.initial:
        return True
    if len(token.low) < 2 or shouted(token):
        return False
    return key not in _NO_NAMES or key in GIVEN


def is_given(key: str) -> bool:
    """Return whether this is the key of a given name, or of two joined by a hyphen."""
    return even(key) in GIVEN or "-" in key and any(part in GIVEN for part in key.split("-"))


def _between(page: Page, place: int) -> bool:
    """Return whether a particle stands there, with a name after it."""
    if page.tokens[place].low not in PARTICLES or place + 1 >= len(page.tokens):
        return False
    return page.tokens[place + 1].joined == BESIDE and may_be_name(page, place + 1)


def _in_run(page: Page, first: int, last: int) -> list[Mark]:
    """Return the person named by a run of words with capitals, if one is."""
    tokens = page.tokens
    if tokens[first].opens and last > first and _opens_only(page, first):
        first += 1
    names = [place for place in range(first, last + 1) if not tokens[place].initial]
    if not names:
        return []
    initials = len(names) < last - first + 1
    if len(names) == 1 and not initials:
        return _alone(page, first)
    if initials and len(names) <= 3 or _sure(page, names) or _told(page, first, last):
        return [Mark(first, last, PERSON)]
    return []


def _opens_only(page: Page, first: int) -> bool:
    """Return whether a word has a capital only because a sentence begins with it."""
    token, key = page.tokens[first], page.keys[first]
    if token.initial or is_given(key) or key in page.inner or _FAMILY.search(token.low):
        return False
    beside = page.tokens[first + 1]
    if is_given(page.keys[first + 1]):
        return True
    return (
        key in page.lower
        or token.low in ROLE_FORMS
        or bool(agreement(token.low)[0])
        or (len(token.low) < 4 and not beside.initial)
    )


def _sure(page: Page, names: list[int]) -> bool:
    """Return whether the words themselves say that they are a person's."""
    lows = [page.tokens[place].low for place in names]
    if any(PATRONYMIC.search(low) for low in lows):
        return True
    if not any(is_given(page.keys[place]) for place in names):
        return bool(_FAMILY.search(lows[-1])) and not agreement(lows[0])[0] and len(names) < 4
    return len(names) < 4


def _told(page: Page, first: int, last: int) -> bool:
    """Return whether what stands beside the words says that they are a person's."""
    if agreement(page.tokens[first].low)[0] and agreement(page.tokens[last].low)[0]:
        return False
    before = page.tokens[first - 1] if first else None
    if before and page.tokens[first].joined == BESIDE and before.low in ROLE_FORMS:
        return True
    after = page.after(last)
    return bool(before and _acts(before) or after and _acts(after))


def _acts(token: Token) -> bool:
    return token.low in ACTS or _ACT.sub("", token.low) in ACTS


def _alone(page: Page, place: int) -> list[Mark]:
    """Return a person named by one word, if the word before says whose name it is."""
    token, key = page.tokens[place], page.keys[place]
    before = page.before(place)
    if token.opens or len(token.low) < 3 or key in page.lower or not before:
        return []
    after = page.after(place)
    if agreement(token.low)[0] and (after or not _FAMILY.search(token.low)):
        return []  # «директор Московского …»
    if before.low in ROLE_FORMS and not _LAND_ENDING.search(token.low):
        return [Mark(place, place, PERSON)]
    if _acts(before) and _FAMILY.search(token.low):
        return [Mark(place, place, PERSON)]
    return []

"""The names a text might hold: keys to ask for, and the rows they bring, verified."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from articles.mentions import near, people, persons, phrases
from articles.mentions.countries import LANDS
from articles.mentions.endings import Endings
from articles.mentions.keys import even, near_of, pair_of
from articles.mentions.lists import BARE_ROLES, HEADS, ROLES, SMALL
from articles.mentions.page import Page
from articles.mentions.people import PARTICLES
from articles.mentions.phrases import LONGEST_NAME_AFTER, NAMED_AFTER
from articles.mentions.source import DECIDED, MOST_OF_A_KEY, NAMED, Row
from articles.mentions.spans import PERSON
from articles.mentions.tokens import APART, QUOTED, Token

FULL, INITIALS, FAMILY, PHRASE = "full", "initials", "family", "phrase"
NEAR = "near"  # full, but for one letter
UNMARKED = HEADS | ROLES | LANDS.keys()  # begin a name even without a capital
# What many are called at once: of more than a key brings, those it brings are no answer.
SHARED = ("bare", "acronym", "role")
# Of one text, its beginning first: a book has fewer keys, and names nobody more often.
MOST_KEYS = 40_000
MOST_PLACES = 65_000
WIDEST = 4  # words between the ends of a person's name


class Match(NamedTuple):
    """A row whose name stands in the text, at words ``first`` to ``last``."""

    first: int
    last: int
    row: Row
    how: str
    case: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A key, and the words it was made of."""

    how: str
    first: int
    last: int


def ask(page: Page) -> dict[str, list[Asked]]:
    """Return the keys to look up, each with where it came from, in the order of the text."""
    asked: dict[str, list[Asked]] = {}
    tokens, keys, stems = page.tokens, page.keys, page.stems
    for at, token in enumerate(tokens):
        if keys[at] in BARE_ROLES and not (token.capital or token.quoted):
            _add(asked, keys[at], PHRASE, at, at)
        if token.capital or token.quoted:
            for key in stems[at]:
                _add(asked, key, PHRASE, at, at)
            if not token.initial:
                if not page.has_neighbour(at, at, met=True):
                    for key in stems[at]:
                        _add(asked, f"f:{even(key)}", FAMILY, at, at)
                _ask_initials(tokens, stems, at, asked)
                _ask_persons(tokens, stems, at, asked)
        _ask_phrase(page, at, asked)
    return asked


def ask_near(page: Page, matches: list[Match]) -> dict[str, list[Asked]]:
    """Return the keys of full names spelt a little otherwise, where no name stands as it is."""
    asked: dict[str, list[Asked]] = {}
    tokens, stems = page.tokens, page.stems
    taken = {
        place
        for match in matches
        if match.first < match.last
        for place in range(match.first, match.last + 1)
    }
    for at, token in enumerate(tokens):
        if token.capital and not token.initial and at not in taken:
            for last in _family_names(tokens, at):
                for one, other in _pairs(stems[at][:1], stems[last]) if last not in taken else ():
                    if key := near_of(one, other):
                        _add(asked, key, NEAR, at, last)
    return asked


def verified(page: Page, asked: dict[str, list[Asked]], rows: list[Row]) -> list[Match]:
    """Return the rows whose name does stand where their key was asked.

    What many are called is looked at once, for all of them; what too many share is none.
    """
    alike: dict[tuple, list[Row]] = {}
    shared = Counter((row.key, row.text) for row in rows if row.source in SHARED)
    for row in rows:
        if row.source not in SHARED or shared[row.key, row.text] < MOST_OF_A_KEY:
            whose = row.name if row.source in DECIDED else ""
            same = (row.key, row.type, row.text, whose, row.source == "role")
            alike.setdefault(same, []).append(row)
    matches = []
    for same in alike.values():
        row = same[0]
        name = people.parse(row.text) if row.type == PERSON else None
        for place in asked.get(row.key, ()):
            if found := _verify(page, place, row, name):
                first, last, case = found.first, found.last, found.case
                matches += [Match(first, last, row, place.how, case) for row in same]
    return matches


def _verify(page: Page, place: Asked, row: Row, name: people.PersonName | None):
    """Return what was phrases.Found there, or None."""
    tokens, endings = page.tokens, page.endings
    if place.how == FULL:
        return persons.verify_full(tokens, place.first, place.last, name, endings)
    if place.how == NEAR:
        return near.verify(tokens, place.first, place.last, name, endings)
    if place.how == INITIALS:
        return persons.verify_initials(tokens, place.first, name, endings)
    if place.how == FAMILY:
        cases = persons.family_cases(tokens[place.first].low, name, endings)
        case = cases if len(cases) == 1 else ""
        return phrases.Found(place.first, place.first, case) if cases else None
    if name and not name.given and row.source != "role":
        return _one_name(tokens[place.first].low, place.first, row, name, endings)
    inflected = row.source in DECIDED
    return phrases.verify(tokens, place.first, row.text, inflected=inflected, endings=endings)


def _one_name(low: str, at: int, row: Row, name: people.PersonName, endings: Endings | None):
    """Verify a single word: all of a person's name, or how editors saw the person named."""
    cases = persons.family_cases(low, name, endings)
    if row.source in DECIDED:
        whole = people.parse(row.name)
        cases = persons.family_cases(low, whole, endings) or persons.given_cases(
            low, whole, endings
        )
        cases = cases or (low == name.family and "n")
    return phrases.Found(at, at, "") if cases else None


def _add(asked: dict, key: str, how: str, first: int, last: int) -> None:
    places = asked.get(key)
    if places is None:
        if len(asked) < MOST_KEYS:
            asked[key] = [Asked(how, first, last)]
    elif len(places) < MOST_PLACES:
        places.append(Asked(how, first, last))


def _ask_phrase(page: Page, at: int, asked: dict) -> None:
    tokens, keys, first = page.tokens, page.keys, page.tokens[at]
    for second in range(at + 1, min(at + 4, len(tokens))):
        after = tokens[second]
        if after.joined == APART and not first.quoted:
            return
        marked = first.capital or first.quoted or after.capital or after.joined == QUOTED
        if marked or keys[at] in UNMARKED:
            for one, other in _pairs(page.stems[at], page.stems[second]):
                _add(asked, f"{one} {other}", PHRASE, at, at)
            _ask_third(page, at, second, asked)
        if not after.initial:  # else «правительство А. Колчака»
            return


def _pairs(ones: tuple[str, ...], others: tuple[str, ...]):
    """Yield the pairs of keys of two words, of which only one has an ending to take off."""
    for other in others:
        yield ones[0], other
    for one in ones[1:]:
        yield one, others[0]


def _ask_third(page: Page, at: int, second: int, asked: dict) -> None:
    """Ask for a longer name by one more word of its sentence, or by whom it is named after."""
    tokens, keys = page.tokens, page.keys
    begin, named_after = f"{keys[at]} {keys[second]}", tokens[second].low in NAMED_AFTER
    if named_after:
        begin = f"{keys[at]} {NAMED}"
    for third in range(second + 1, min(second + 1 + LONGEST_NAME_AFTER, len(tokens))):
        if tokens[third].opens:
            return
        if tokens[third].low in NAMED_AFTER:
            named_after = True
        elif tokens[third].low not in SMALL:
            for key in page.stems[third]:
                _add(asked, f"{begin} {key}", PHRASE, at, at)
            if not named_after and not tokens[third].initial:
                return


def _ask_persons(tokens: list[Token], stems: list, at: int, asked: dict) -> None:
    """Ask for this word with each of the next as given and family name."""
    for last in _family_names(tokens, at):
        for one, other in _pairs(stems[at][:1], stems[last]):
            _add(asked, pair_of(one, other), FULL, at, last)


def _family_names(tokens: list[Token], at: int) -> Iterator[int]:
    """Yield the places of the words after this one that may be the other of a person's names."""
    for last in range(at + 1, min(at + WIDEST, len(tokens))):
        token = tokens[last]
        if token.joined != 1 or not (token.capital or token.low in PARTICLES):
            return
        if token.capital and not token.initial:
            yield last


def _ask_initials(tokens: list[Token], stems: list, at: int, asked: dict) -> None:
    before, after, first = at - 1, at + 1, None
    if before >= 0 and tokens[before].initial and tokens[at].joined != APART:
        first = before - 1 if before and tokens[before - 1].initial else before
        if first < before and tokens[before].joined == APART:
            first = before
    elif after < len(tokens) and tokens[after].initial and tokens[after].joined != APART:
        first = after
    if first is not None:
        for key in stems[at]:
            _add(asked, f"i:{even(tokens[first].low)}+{even(key)}", INITIALS, at, at)

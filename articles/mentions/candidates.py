"""The names a text might hold: keys to ask for, and the rows they bring, verified."""

from collections import Counter
from dataclasses import dataclass

from articles.mentions import people, persons, phrases
from articles.mentions.countries import LANDS
from articles.mentions.keys import even, pair_of
from articles.mentions.lists import BARE_ROLES, HEADS, ROLES, SMALL
from articles.mentions.page import Page
from articles.mentions.people import PARTICLES
from articles.mentions.phrases import LONGEST_NAME_AFTER, NAMED_AFTER
from articles.mentions.source import DECIDED, MOST_OF_A_KEY, NAMED, Row
from articles.mentions.spans import PERSON
from articles.mentions.tokens import APART, QUOTED, Token

FULL, INITIALS, FAMILY, PHRASE = "full", "initials", "family", "phrase"
UNMARKED = HEADS | ROLES | LANDS.keys()  # begin a name even without a capital
SHORT = ("bare", "acronym")
WIDEST = 4  # words between the ends of a person's name


@dataclass(frozen=True, slots=True)
class Match:
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
    """Return the keys to look up, each with where it came from."""
    tokens, keys = page.tokens, page.keys
    asked: dict[str, list[Asked]] = {}
    for at, token in enumerate(tokens):
        if keys[at] in BARE_ROLES and not (token.capital or token.quoted):
            _add(asked, keys[at], PHRASE, at, at)
        if token.capital or token.quoted:
            _add(asked, keys[at], PHRASE, at, at)
            if not token.initial:
                if not page.has_neighbour(at, at, met=True):
                    _add(asked, f"f:{even(keys[at])}", FAMILY, at, at)
                _ask_initials(tokens, keys, at, asked)
                _ask_persons(tokens, keys, at, asked)
        _ask_phrase(tokens, keys, at, asked)
    return asked


def verified(tokens: list[Token], asked: dict[str, list[Asked]], rows: list[Row]) -> list[Match]:
    """Return the rows whose name does stand where their key was asked.

    What many are called is looked at once, for the first of them, and short for too many is none.
    """
    matches, parsed, known = [], {}, {}
    short = Counter((row.key, row.text) for row in rows if row.source in SHORT)
    for row in rows:
        if row.source in SHORT and short[row.key, row.text] >= MOST_OF_A_KEY:
            continue
        if row.type == PERSON and row.text not in parsed:
            parsed[row.text] = people.parse(row.text)
        whose = row.name if row.source in DECIDED else ""
        for place in asked.get(row.key, ()):
            same = (row.type, row.text, whose, id(place))
            if same not in known:
                known[same] = _verify(tokens, place, row, parsed.get(row.text))
            if found := known[same]:
                matches.append(Match(found.first, found.last, row, place.how, found.case))
    return matches


def _verify(tokens, place: Asked, row: Row, name: people.PersonName | None) -> phrases.Found | None:
    if place.how == FULL:
        return persons.verify_full(tokens, place.first, place.last, name)
    if place.how == INITIALS:
        return persons.verify_initials(tokens, place.first, name)
    if place.how == FAMILY:
        cases = persons.family_cases(tokens[place.first].low, name)
        case = cases if len(cases) == 1 else ""
        return phrases.Found(place.first, place.first, case) if cases else None
    if name and not name.given and row.source != "role":
        return _one_name(tokens[place.first].low, place.first, row, name)
    return phrases.verify(tokens, place.first, row.text, inflected=row.source in DECIDED)


def _one_name(low: str, at: int, row: Row, name: people.PersonName) -> phrases.Found | None:
    """Verify a single word: all of a person's name, or how editors saw the person named."""
    cases = persons.family_cases(low, name)
    if row.source in DECIDED:
        whole = people.parse(row.name)
        cases = persons.family_cases(low, whole) or persons.given_cases(low, whole)
        cases = cases or (low == name.family and "n")
    return phrases.Found(at, at, "") if cases else None


def _add(asked: dict, key: str, how: str, first: int, last: int) -> None:
    asked.setdefault(key, []).append(Asked(how, first, last))


def _ask_phrase(tokens: list[Token], keys: list[str], at: int, asked: dict) -> None:
    first = tokens[at]
    for second in range(at + 1, min(at + 4, len(tokens))):
        after = tokens[second]
        if after.joined == APART and not first.quoted:
            return
        marked = first.capital or first.quoted or after.capital or after.joined == QUOTED
        if marked or keys[at] in UNMARKED:
            _add(asked, f"{keys[at]} {keys[second]}", PHRASE, at, at)
            _ask_third(tokens, keys, at, second, asked)
        if not after.initial:  # else «правительство А. Колчака»
            return


def _ask_third(tokens: list[Token], keys: list[str], at: int, second: int, asked: dict) -> None:
    """Ask for a longer name by one more word of its sentence, or by whom it is named after."""
    begin, named_after = f"{keys[at]} {keys[second]}", tokens[second].low in NAMED_AFTER
    if named_after:
        begin = f"{keys[at]} {NAMED}"
    for third in range(second + 1, min(second + 1 + LONGEST_NAME_AFTER, len(tokens))):
        if tokens[third].opens:
            return
        if tokens[third].low in NAMED_AFTER:
            named_after = True
        elif tokens[third].low not in SMALL:
            _add(asked, f"{begin} {keys[third]}", PHRASE, at, at)
            if not named_after and not tokens[third].initial:
                return


def _ask_persons(tokens: list[Token], keys: list[str], at: int, asked: dict) -> None:
    """Ask for this word with each of the next as given and family name."""
    for last in range(at + 1, min(at + WIDEST, len(tokens))):
        token = tokens[last]
        if token.joined != 1 or not (token.capital or token.low in PARTICLES):
            return
        if token.capital and not token.initial:
            _add(asked, pair_of(keys[at], keys[last]), FULL, at, last)


def _ask_initials(tokens: list[Token], keys: list[str], at: int, asked: dict) -> None:
    before, after = at - 1, at + 1
    if before >= 0 and tokens[before].initial and tokens[at].joined != APART:
        first = before - 1 if before and tokens[before - 1].initial else before
        if first < before and tokens[before].joined == APART:
            first = before
        _add(asked, f"i:{even(tokens[first].low)}+{even(keys[at])}", INITIALS, at, at)
    elif after < len(tokens) and tokens[after].initial and tokens[after].joined != APART:
        _add(asked, f"i:{even(tokens[after].low)}+{even(keys[at])}", INITIALS, at, at)

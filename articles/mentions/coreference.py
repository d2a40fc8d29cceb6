"""A person met in full is named by one name alone afterwards, or before, in the same text."""

from dataclasses import dataclass

from articles.mentions import people, persons
from articles.mentions.homonyms import Choice
from articles.mentions.keys import even, key_of
from articles.mentions.page import Page
from articles.mentions.people import PersonName
from articles.mentions.spans import PERSON

MOST_NAMESAKES = 50  # of one family name in one text


@dataclass(frozen=True, slots=True)
class Met:
    """A person the text names in full, and the choice that says so."""

    choice: Choice
    name: PersonName


@dataclass(frozen=True, slots=True)
class Later:
    """A word that names one of the people met, by family or given name."""

    place: int
    met: tuple[Met, ...]
    part: str
    case: str


def people_met(choices: list[Choice]) -> list[Met]:
    """Return the people linked by a full name, each once, in the order of the text."""
    met = {}
    for choice in sorted(choices, key=lambda choice: choice.match.first):
        row = choice.match.row
        name = people.parse(row.text if row.source in ("name", "alias") else row.name)
        if row.type == PERSON and name and name.given:
            met.setdefault(row.entity, Met(choice, name))
    return list(met.values())


def find_later(page: Page, met: list[Met], taken: set[int]) -> list[Later]:
    """Return the single words, none of them taken, that name people met."""
    by_key: dict[str, dict] = {}
    for person in met:
        for word in {person.name.family, person.name.given}:
            by_key.setdefault(even(key_of(word)), {})[person.choice.match.row.entity] = person
    found = []
    for place, token in enumerate(page.tokens):
        if token.capital and place not in taken and by_key:
            known = {}
            for key in page.stems[place]:
                known |= by_key.get(even(key), {})
            if known and not page.has_neighbour(place, place, met=True):
                found += _named(page, place, list(known.values())[:MOST_NAMESAKES])
    return found


def strangers(page: Page, taken: set[int]) -> set[str]:
    """Return the keys of words that stand beside the given name of somebody not known."""
    return {
        page.keys[place]
        for place, token in enumerate(page.tokens)
        if token.capital and place not in taken and page.has_neighbour(place, place)
    }


def _named(page: Page, place: int, known: list[Met]) -> list[Later]:
    low = page.tokens[place].low
    for part, cases_of in (("family", persons.family_cases), ("given", persons.given_cases)):
        fitting = [(person, cases_of(low, person.name, page.endings)) for person in known]
        fitting = [(person, cases) for person, cases in fitting if cases]
        if fitting:
            cases = fitting[0][1]
            case = cases if len(cases) == 1 else ""
            return [Later(place, tuple(person for person, _ in fitting), part, case)]
    return []

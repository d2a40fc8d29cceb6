"""Names a neural network found in a text, joined with those the rules found."""

from articles.mentions.countries import LANDS
from articles.mentions.ner import Found
from articles.mentions.new.lists import NO_BODIES, WORKS
from articles.mentions.new.marks import Mark, places_of
from articles.mentions.new.nominative import agreement
from articles.mentions.new.organizations import FORMS
from articles.mentions.new.persons import ROLE_FORMS
from articles.mentions.page import Page, shouted
from articles.mentions.people import PARTICLES
from articles.mentions.spans import ORGANIZATION, PERSON

MOST_WORDS = 6


def recognized(page: Page, names: list[Found], taken: set[int]) -> list[Mark]:
    """Return the marks of the persons and organizations that ner found, none of them taken."""
    marks = []
    for places, (_, _, type, name) in zip(places_of(page, names), names, strict=True):
        if not places or _is_of_a_work(page, places[0]):
            continue
        mark = None
        if type == PERSON and taken.isdisjoint(places):
            mark = _person(page, places)
        elif type == ORGANIZATION and taken.isdisjoint(places):
            mark = _organization(page, places, name)
        if mark:
            marks.append(mark)
    return marks


def _is_of_a_work(page: Page, first: int) -> bool:
    """Return whether words stand in quotation marks after «фильм», «роман» and the like."""
    return first > 0 and page.tokens[first].quoted and page.keys[first - 1] in WORKS


def _person(page: Page, places: range) -> Mark | None:
    first, last = places[0], places[-1]
    last = next((place - 1 for place in places[1:] if _parted(page, place)), last)
    while first < last and (not _is_name(page, first) or page.tokens[first].low in ROLE_FORMS):
        first += 1
    while last > first and not _is_name(page, last):
        last -= 1
    if not _is_name(page, first) or last - first >= MOST_WORDS:
        return None
    if all(page.keys[place] in LANDS for place in range(first, last + 1)):
        return None
    return Mark(first, last, PERSON)


def _parted(page: Page, place: int) -> bool:
    """Return whether a bracket, a comma or a line's end stands before a word."""
    gap = page.text[page.tokens[place - 1].end : page.tokens[place].start]
    return any(char in gap for char in "(,;\n")


def _is_name(page: Page, place: int) -> bool:
    token = page.tokens[place]
    return token.capital or token.low in PARTICLES


def _organization(page: Page, places: range, name: str) -> Mark | None:
    first, last = places[0], places[-1]
    tokens = page.tokens
    if not any(tokens[place].capital or tokens[place].quoted for place in places):
        return None
    if first == last:
        return _one_word(page, first, name)
    for place in places:
        readings = FORMS.get(tokens[place].low)
        if readings:
            return Mark(first, last, ORGANIZATION, place, readings[0][0])
        if not agreement(tokens[place].low)[0]:
            break
    return Mark(first, last, ORGANIZATION, name=name if "«" not in name else "")


def _one_word(page: Page, place: int, name: str) -> Mark | None:
    """Return a body named by one word that is not a common noun, an adjective or a country."""
    token, key = page.tokens[place], page.keys[place]
    if token.low in FORMS or key in LANDS or len(token.low) < 2 or token.low in NO_BODIES:
        return None
    plain = not (token.quoted or shouted(token) or token.low.isascii())
    if plain and (agreement(token.low)[0] or key in page.lower):
        return None
    return Mark(place, place, ORGANIZATION, name=name)

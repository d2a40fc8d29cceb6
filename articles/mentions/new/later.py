"""Who was named in full is named by one name afterwards, or before: «Слепцов», «Алмаз»."""

from articles.mentions.keys import even
from articles.mentions.new.marks import Mark
from articles.mentions.new.persons import may_be_name
from articles.mentions.page import Page
from articles.mentions.spans import PERSON


def find_later(page: Page, marks: list[Mark], taken: set[int]) -> list[Mark]:
    """Return the short names of what is marked, none of them taken or marked."""
    placed = set(taken)
    for mark in marks:
        placed.update(mark.places)
    return [*_later_persons(page, marks, placed), *_later_bodies(page, marks, placed)]


def _later_persons(page: Page, marks: list[Mark], placed: set[int]) -> list[Mark]:
    """Return the single words that are a name of somebody marked."""
    known = {key for mark in marks if mark.type == PERSON for key in _names(page, mark)}
    return [
        Mark(place, place, PERSON)
        for place in range(len(page.tokens))
        if place not in placed
        and even(page.keys[place]) in known
        and may_be_name(page, place)
        and not page.has_neighbour(place, place, met=True)
    ]


def _names(page: Page, mark: Mark) -> set[str]:
    """Return the keys of the names of a person that stand alone for them."""
    names = [
        place
        for place in mark.places
        if page.tokens[place].capital and not page.tokens[place].initial
    ]
    return {even(page.keys[place]) for place in (names[:1] + names[-1:])}


def _later_bodies(page: Page, marks: list[Mark], placed: set[int]) -> list[Mark]:
    """Return the words that stand in quotation marks in a name marked, where they stand alone."""
    inner = {}
    for mark in marks:
        if words := quoted_in(page, mark):
            inner.setdefault(page.keys[words[0]], (tuple(page.keys[at] for at in words), mark.type))
    found = []
    for place in range(len(page.tokens) if inner else 0):
        keys, type = inner.get(page.keys[place], ((), ""))
        last = place + len(keys) - 1
        here = keys and tuple(page.keys[place : last + 1]) == keys and page.tokens[place].capital
        if here and placed.isdisjoint(range(place, last + 1)):
            found.append(Mark(place, last, type))
    return found


def quoted_in(page: Page, mark: Mark) -> range:
    """Return the places of the words in quotation marks at the end of a name; none without."""
    for place in range(mark.first + 1, mark.last + 1):
        if page.tokens[place].quoted:
            return range(place, mark.last + 1)
    return range(0)

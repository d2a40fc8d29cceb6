"""Names of persons, organizations and events that no record bears yet, in the nominative."""

from articles.mentions.new.events import find_events
from articles.mentions.new.grouping import Group, group
from articles.mentions.new.later import find_later, quoted_in
from articles.mentions.new.lists import BEARERS
from articles.mentions.new.marks import Mark, covered, span_of
from articles.mentions.new.names import NewName
from articles.mentions.new.organizations import find_organizations
from articles.mentions.new.persons import find_persons
from articles.mentions.page import Page, read
from articles.mentions.spans import LINK, PERSON, Span

LANGUAGES = ("ru",)


def find_new(text: str, language: str = "ru", *, found: list[Span]) -> list[NewName]:
    """Return the names in a text that none of the spans found in it covers, as they first stand.

    In a language whose words the rules cannot read there are none.
    """
    if language not in LANGUAGES:
        return []
    page = read(text)
    marks = _marks(page, found)
    return [_new_name(page, one) for one in group(page, marks)]


def _marks(page: Page, found: list[Span]) -> list[Mark]:
    linked = covered(page, [span for span in found if span.level == LINK])
    people = find_persons(page, linked)
    persons = [span for span in found if span.type == PERSON and span.level == LINK]
    theirs = covered(page, persons) | {place for mark in people for place in mark.places}
    events = find_events(page, linked, theirs)
    bodies = find_organizations(page, linked, theirs)
    marks = outermost([*people, *_unknown(page, [*events, *bodies], linked)])
    return sorted([*marks, *find_later(page, marks, linked)], key=lambda mark: mark.first)


def _unknown(page: Page, marks: list[Mark], linked: set[int]) -> list[Mark]:
    """Return the marks that are more than a noun before a known name: газета «Якутия»."""
    return [
        mark
        for mark in marks
        if linked.isdisjoint(quoted_in(page, mark) or _borne(mark))
        and linked.isdisjoint(range(mark.first, mark.head + 1))
    ]


def _borne(mark: Mark) -> range:
    return range(mark.head + 1, mark.last + 1) if mark.noun in BEARERS else range(0)


def outermost(marks: list[Mark]) -> list[Mark]:
    """Return the marks that stand, longest first, none over another."""
    kept, places = [], set()
    for mark in sorted(marks, key=lambda mark: (-len(mark.places), mark.first)):
        if places.isdisjoint(mark.places):
            kept.append(mark)
            places.update(mark.places)
    return kept


def _new_name(page: Page, one: Group) -> NewName:
    places = tuple(span_of(page, mark) for mark in one.marks)
    return NewName(one.type, one.name, places)


__all__ = ["NewName", "find_new"]

"""Names of persons, organizations and events that no record bears yet, in the nominative."""

from articles.mentions.ner import Found
from articles.mentions.new.events import find_events
from articles.mentions.new.grouping import Group, group
from articles.mentions.new.later import find_later, quoted_in
from articles.mentions.new.lists import BEARERS
from articles.mentions.new.marks import Mark, covered, places_of, span_of
from articles.mentions.new.names import NewName
from articles.mentions.new.organizations import find_organizations
from articles.mentions.new.persons import find_persons
from articles.mentions.new.recognized import recognized as find_recognized
from articles.mentions.page import Page, read
from articles.mentions.spans import LINK, PERSON, PLACE, Span

LANGUAGES = ("ru",)
MOST_MARKS = 2_000  # places of new names in a text; more is no text of a newsroom


def find_new(
    text: str,
    language: str = "ru",
    *,
    found: list[Span],
    recognized: list[Found] = (),
) -> list[NewName]:
    """Return the names in a text that none of the spans found in it covers, as they first stand.

    ``recognized`` is what ner.find_names() gives of the same text. In a language whose words the
    rules cannot read there are no new names.
    """
    if language not in LANGUAGES:
        return []
    page = read(text)
    marks = _marks(page, found, recognized)
    return [_new_name(page, one) for one in group(page, marks)]


def _marks(page: Page, found: list[Span], recognized: list[Found]) -> list[Mark]:
    linked = covered(page, [span for span in found if span.level == LINK])
    seen = find_recognized(page, recognized, linked)
    lands = [place for place in recognized if place[2] == PLACE]
    nowhere = linked | {place for places in places_of(page, lands) for place in places}
    people = [*find_persons(page, nowhere), *(mark for mark in seen if mark.type == PERSON)]
    persons = [span for span in found if span.type == PERSON and span.level == LINK]
    theirs = covered(page, persons) | {place for mark in people for place in mark.places}
    events = find_events(page, linked, theirs)
    bodies = find_organizations(page, linked, theirs)
    bodies += [mark for mark in seen if mark.type != PERSON]
    marks = outermost([*people, *_unknown(page, [*events, *bodies], linked)])
    marks += find_later(page, marks, nowhere)
    return sorted(marks, key=lambda mark: mark.first)[:MOST_MARKS]


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

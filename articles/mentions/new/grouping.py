"""Which names of a text are one: a full name and its family name, a body and its letters."""

from dataclasses import dataclass, field

from articles.mentions.keys import even, key_of
from articles.mentions.new import body_names, person_names
from articles.mentions.new.marks import Mark
from articles.mentions.page import Page
from articles.mentions.spans import PERSON
from articles.mentions.tokens import split
from articles.mentions.variants import variants


@dataclass(slots=True)
class Group:
    """Marks of one name; ``keys`` are those of the words of the name."""

    type: str
    name: str
    keys: tuple[str, ...]
    marks: list[Mark] = field(default_factory=list)


def group(page: Page, marks: list[Mark]) -> list[Group]:
    """Return the marks put together under one name each, in the order they stand."""
    written = {token.low for token in page.tokens if token.capital}
    groups: dict[tuple, Group] = {}
    for mark in marks:
        name = _name(page, mark, written)
        keys = _keys(name)
        one = groups.setdefault((mark.type, keys), Group(mark.type, name, keys))
        one.marks.append(mark)
        if _better(name, one.name):
            one.name = name
    return _joined(list(groups.values()))


def _name(page: Page, mark: Mark, written: set[str]) -> str:
    if mark.type == PERSON:
        return person_names.nominative(page, mark, written)
    return body_names.nominative(page, mark)


def _keys(name: str) -> tuple[str, ...]:
    return tuple(even(key_of(token.low)) for token in split(name))


def _better(name: str, other: str) -> bool:
    """Return whether a spelling of the same name is to be preferred: the one with a capital."""
    return name[:1].isupper() and not other[:1].isupper()


def _joined(groups: list[Group]) -> list[Group]:
    """Put short names with the one long name they can only be short for."""
    kept = []
    for short in groups:
        longer = [other for other in groups if other is not short and _short_for(short, other)]
        longest = max(longer, key=lambda other: len(other.keys), default=None)
        if longest and all(other is longest or _short_for(other, longest) for other in longer):
            longest.marks += short.marks
            longest.marks.sort(key=lambda mark: mark.first)
        else:
            kept.append(short)
    return kept


def _short_for(short: Group, long: Group) -> bool:
    if short.type != long.type or len(short.keys) >= len(long.keys):
        return False
    if short.type == PERSON:
        return _same_person(short, long)
    if short.keys == long.keys[: len(short.keys)]:
        return len(short.keys) > 1
    return any(short.keys == _keys(other) for other in variants(long.name))


def _same_person(short: Group, long: Group) -> bool:
    """Return whether a name with fewer words, or with initials, may be of the same person."""
    family, given = long.keys[-1], long.keys[0]
    if len(short.keys) == 1:
        return short.keys[0] in (family, given)
    if short.keys[-1] != family:
        return False
    first = short.keys[0]
    return first == given or len(first) == 1 and first == given[:1]

"""Which names of a text are one: a full name and its family name, a body and its letters."""

from dataclasses import dataclass, field

from articles.mentions.keys import even, key_of
from articles.mentions.new import body_names, person_names
from articles.mentions.new.marks import Mark
from articles.mentions.page import Page
from articles.mentions.spans import PERSON
from articles.mentions.tokens import split
from articles.mentions.variants import variants

MANY = 8  # longer names; what is short for so many is short for none


@dataclass(slots=True)
class Group:
    """Marks of one name; ``keys`` are those of the words of the name."""

    type: str
    name: str
    keys: tuple[str, ...]
    marks: list[Mark] = field(default_factory=list)


def group(page: Page, marks: list[Mark]) -> list[Group]:
    """Return the marks put together under one name each, in the order they stand.

    A body and an event of one name are one: as what it was first taken for.
    """
    written: dict[str, set[str]] = {}
    for token, key in zip(page.tokens, page.keys, strict=True):
        if token.capital:
            written.setdefault(key, set()).add(token.low)
    groups: dict[tuple, Group] = {}
    for mark in marks:
        name = _name(page, mark, written)
        keys = _keys(name)
        one = groups.setdefault((mark.type == PERSON, keys), Group(mark.type, name, keys))
        one.marks.append(mark)
        if name[:1].isupper() and not one.name[:1].isupper():
            one.name = name
    return _joined(list(groups.values()))


def _name(page: Page, mark: Mark, written: person_names.Written) -> str:
    if mark.type == PERSON:
        return person_names.nominative(page, mark, written)
    return body_names.nominative(page, mark)


def _keys(name: str) -> tuple[str, ...]:
    return tuple(even(key_of(token.low)) for token in split(name))


def _joined(groups: list[Group]) -> list[Group]:
    """Put short names with the one long name they can only be short for."""
    long_for: dict[tuple, list[Group]] = {}
    for one in groups:
        for short in _shortened(one):
            long_for.setdefault((one.type, short), []).append(one)
    kept = []
    for short in groups:
        longer = [one for one in long_for.get((short.type, short.keys), ()) if one is not short]
        longest = max(longer[:MANY], key=lambda one: len(one.keys), default=None)
        if longest and len(longer) < MANY and _all_one(longer, longest):
            longest.marks += short.marks
            longest.marks.sort(key=lambda mark: mark.first)
        else:
            kept.append(short)
    return kept


def _all_one(groups: list[Group], longest: Group) -> bool:
    """Return whether the others are but shorter forms of the longest."""
    shortened = _shortened(longest)
    return all(one is longest or one.keys in shortened for one in groups)


def _shortened(one: Group) -> set[tuple[str, ...]]:
    """Return the keys of what a name may be called for short, all of them shorter."""
    keys = one.keys
    if one.type != PERSON:
        begins = {keys[:size] for size in range(2, len(keys))}
        return begins | {short for name in variants(one.name) if (short := _keys(name)) != keys}
    given, family = keys[0], keys[-1]
    short = {(family,), (given,), (given, family), (given[:1], family)}
    if len(keys) > 2:
        short.add((given[:1], keys[1][:1], family))
    return {other for other in short if other != keys and len(other) <= len(keys)}

"""Records that a new name may be after all: spelt almost so, shorter or longer, of one family."""

from collections.abc import Hashable

from articles.mentions import people
from articles.mentions.gender import is_patronymic
from articles.mentions.keys import even, family_key, initial_key, key_of, pair_key
from articles.mentions.near import one_edit
from articles.mentions.new.names import NewName
from articles.mentions.source import Row, Source, begin_key, name_key
from articles.mentions.spans import LINK, PERSON, SUGGEST, Span
from articles.mentions.tokens import words_of
from articles.mentions.variants import variants

SHOWN = 5  # records beside one new name
MOST_KEYS = 1_900  # of all names together: one query
VOWELS, CONSONANTS = "аеиоуыюя", "бвгджзйклмнпрстфхцчшщьъ"
SAME, SPELT, LONGER, FAMILY = range(4)  # how near, nearest first

Like = tuple[Hashable, str]  # a record, as the source calls it, and its name


def find_like(names: list[NewName], found: list[Span], source: Source) -> list[tuple[Like, ...]]:
    """Return for each of the names the records it may be, the likest first; by one look-up.

    ``found`` are the spans of the same text: those suggested, and people linked whom the text calls
    by given name and patronymic.
    """
    asked = [_keys(new) for new in names]
    room = MOST_KEYS - sum(map(len, asked))
    for new, keys in zip(names, asked, strict=True):
        more = _misspelt(new)
        if len(more) <= room:
            keys |= more
            room -= len(more)
    wanted = set().union(*asked)
    by_key: dict[str, list[Row]] = {}
    for row in source.lookup(wanted) if wanted else ():
        by_key.setdefault(row.key, []).append(row)
    suggested, called = _suggested(found), _called(found)
    near = []
    for new, keys in zip(names, asked, strict=True):
        of_text = [like for place in new.places for like in suggested.get((new.type, place), ())]
        if new.type == PERSON:
            of_text += called.get(tuple(_lows(new.name)), ())
        rows = [row for key in keys for row in by_key.get(key, ())]
        near.append(_likest([*of_text, *_of_rows(new, rows)]))
    return near


def _likest(likes: list[tuple[Hashable, str, int]]) -> tuple[Like, ...]:
    """Return those of (record, name, how near) that are nearest, each once."""
    near: dict[Hashable, tuple[int, str]] = {}
    for entity, name, rank in likes:
        near[entity] = min(near.get(entity, (rank, name)), (rank, name))
    order = sorted(near, key=lambda entity: (near[entity], str(entity)))
    return tuple((entity, near[entity][1]) for entity in order[:SHOWN])


def _suggested(found: list[Span]) -> dict[tuple, list[tuple]]:
    """Return {(type, place): records the search suggests there}."""
    suggested: dict[tuple, list[tuple]] = {}
    for span in found:
        if span.level == SUGGEST and span.entity is not None:
            place = (span.type, (span.start, span.end))
            suggested.setdefault(place, []).append((span.entity, span.name, SAME))
    return suggested


def _called(found: list[Span]) -> dict[tuple, list[tuple]]:
    """Return {given name, or with patronymic: people the text names in full elsewhere}."""
    called: dict[tuple, list[tuple]] = {}
    people_linked = {(span.entity, span.name) for span in found if _is_linked_person(span)}
    for entity, full in people_linked:
        name = people.parse(full)
        if name and name.given:
            for short in {(name.given,), (name.given, name.patronymic)}:
                called.setdefault(short, []).append((entity, full, SAME))
    return called


def _is_linked_person(span: Span) -> bool:
    return span.type == PERSON and span.level == LINK


def _of_rows(new: NewName, rows: list[Row]) -> list[tuple]:
    rank = _like_person if new.type == PERSON else _like_body
    ranks = [
        (row, rank(new.name, row.text))
        for row in rows
        if row.type == new.type and row.source in ("name", "alias")
    ]
    return [(row.entity, row.name, how) for row, how in ranks if how is not None]


def _keys(new: NewName) -> set[str]:
    """Return the keys of a name and of what it may be short for."""
    if new.type != PERSON:
        names = [new.name, *(name for name, rule in variants(new.name).items() if rule == "rule")]
        begins = set(map(begin_key, names)) - {"b:"}
        return set(map(name_key, names)) - {""} | begins | {key[2:] for key in begins}
    name = people.parse(new.name)
    if not name or is_patronymic(name.family):
        return set()
    keys = {family_key(name.family)}
    if name.given:
        keys |= {pair_key(name.given, name.family), initial_key(name.given[0], name.family)}
    return keys


def _misspelt(new: NewName) -> set[str]:
    """Return the keys of names one letter away."""
    name = people.parse(new.name) if new.type == PERSON else None
    if name and name.given and not is_patronymic(name.family):
        begin = initial_key(name.given[0], "")
        return {begin + key for key in _edits(even(key_of(name.family)))}
    words = _lows(new.name)
    return _edits(key_of(*words)) if new.type != PERSON and len(words) == 1 else set()


def _edits(key: str) -> set[str]:
    """Return what comes of a key by one letter left out, put in, or taken for one of its kind."""
    if len(key) < 4:
        return set()
    found = {key[:at] + key[at + 1 :] for at in range(len(key))}
    for at, letter in enumerate(key):
        kind = VOWELS if letter in VOWELS else CONSONANTS
        found |= {key[:at] + other + key[at + 1 :] for other in kind}
        found |= {key[: at + 1] + other + key[at + 1 :] for other in VOWELS + CONSONANTS}
    return found - {key}


def _lows(name: str) -> list[str]:
    return words_of(name)


def _like_person(one: str, other: str) -> int | None:
    """Return how near two persons' names are, None if they are not."""
    mine, theirs = people.parse(one), people.parse(other)
    if not mine or not theirs or {mine.gender, theirs.gender} == {"m", "f"}:
        return None
    families = key_of(mine.family) == key_of(theirs.family)
    givens = (
        even(mine.given) == even(theirs.given)
        or mine.given[:1] == theirs.given[:1]
        and (len(mine.given) == 1 or len(theirs.given) == 1)
    )
    if families and givens:
        return SAME
    if families:
        return SPELT if one_edit(even(mine.given), even(theirs.given)) else FAMILY
    ours, others = even(key_of(mine.family)), even(key_of(theirs.family))
    return SPELT if givens and (ours == others or one_edit(ours, others)) else None


def _like_body(one: str, other: str) -> int | None:
    """Return how near the names of two bodies or events are, None if they are not."""
    mine, theirs = ([key_of(low) for low in _lows(name)] for name in (one, other))
    if mine == theirs or any(_lows(name) == _lows(other) for name in variants(one)):
        return SAME
    if len(mine) == len(theirs) == 1:
        return SPELT if one_edit(mine[0], theirs[0]) else None
    size = min(len(mine), len(theirs))
    return LONGER if size > 1 and mine[:size] == theirs[:size] else None

"""What the words of a post name: read together, told by the field in which each name stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles import markup, recognition
from articles.mentions import SUGGEST, Span, find
from articles.mentions.new import NewName, find_new
from articles.mentions.new.likeness import find_like
from articles.mentions.registry import Registry

FIELDS = ("headline", "lead", "body")
ABOUT = ("headline", "lead")  # whom these name the post is about

MOST_NEW = 200  # names proposed; no text of a newsroom brings as many


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a post: ``body`` is HTML, the others are plain."""

    headline: str
    lead: str
    body: str
    language: str
    day: date | None = None  # whose positions count; today if there is none


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a post: ``text[start:end]`` of the plain text of its field, and what it names."""

    field: str
    start: int
    end: int
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name no record bears: where it stands, as Named says it, and the records it may be."""

    new: NewName
    places: tuple[tuple[str, int, int], ...]
    looks_like: tuple[tuple[str, int, str], ...]  # kind, id and name, the likest first


def names_in(words: Words) -> list[Named]:
    """Return the names in a post that the registry knows, in the order they stand.

    The fields are read as one text, so that a headline may give the family name alone of somebody
    the body names in full.
    """
    text, fields = _one_text(words)
    return [
        Named(*place, text[span.start : span.end], span)
        for span in find(text, words.language, source=Registry(words.day))
        for place in _places(fields, ((span.start, span.end),))
    ]


def proposals(words: Words, named: list[Named] | None = None) -> list[Proposal]:
    """Return the new names in a post, in the order they stand; ``named`` spares a second search."""
    text, fields = _one_text(words)
    found = [one.span for one in (names_in(words) if named is None else named)]
    seen = recognition.recognized(text, words.language)
    new = find_new(text, words.language, found=found, recognized=seen)
    offered = _offered(found)
    new = [one for one in new if not _is_offered(one, *offered)][:MOST_NEW]
    likes = find_like(new, found, Registry(words.day))
    return [
        Proposal(one, _places(fields, one.places), tuple((*which, name) for which, name in near))
        for one, near in zip(new, likes, strict=True)
    ]


def is_pending(words: Words) -> bool:
    """Return whether proposals() will have more to say in a moment, once the worker has read it."""
    return recognition.is_pending(_one_text(words)[0], words.language)


def _one_text(words: Words) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the fields as one text, and where in it each begins and ends."""
    parts, fields, begin = [words.headline, words.lead, markup.to_text(words.body)], [], 0
    for field, part in zip(FIELDS, parts, strict=True):
        fields.append((field, begin, begin + len(part)))
        begin += len(part) + 1
    return "\n".join(parts), fields


def _places(fields: list, spans: Iterable[tuple[int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Return (field, start, end) of each span of the one text that stands within a field."""
    return tuple(
        (field, start - begin, end - begin)
        for start, end in spans
        for field, begin, until in fields
        if begin <= start and end <= until
    )


def _offered(found: list[Span]) -> tuple[set, set]:
    """Return the (type, start, end) of homonyms to choose from, and of all that is suggested."""
    choices = {(span.type, span.start, span.end) for span in found if span.others}
    suggested = {(span.type, span.start, span.end) for span in found if span.level == SUGGEST}
    return choices, suggested


def _is_offered(new: NewName, choices: set, suggested: set) -> bool:
    """Return whether homonyms are offered for the fullest form of a name, or for its one word."""
    longest = max(new.places, key=lambda place: place[1] - place[0])
    if (new.type, *longest) in choices:
        return True
    return " " not in new.name and all((new.type, *place) in suggested for place in new.places)

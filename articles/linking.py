"""What the words of a post name: read together, told by the field in which each name stands."""

from dataclasses import dataclass
from datetime import date

from articles import markup
from articles.mentions import Span, find
from articles.mentions.registry import Registry

FIELDS = ("headline", "lead", "body")
ABOUT = ("headline", "lead")  # whom these name the post is about


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


def names_in(words: Words) -> list[Named]:
    """Return the names in a post that the registry knows, in the order they stand.

    The fields are read as one text, so that a headline may give the family name alone of somebody
    the body names in full.
    """
    parts = [words.headline, words.lead, markup.to_text(words.body)]
    text = "\n".join(parts)
    found = find(text, words.language, source=Registry(words.day))
    named, begin = [], 0
    for field, part in zip(FIELDS, parts, strict=True):
        end = begin + len(part)
        named += [
            Named(field, span.start - begin, span.end - begin, text[span.start : span.end], span)
            for span in found
            if begin <= span.start and span.end <= end
        ]
        begin = end + 1
    return named

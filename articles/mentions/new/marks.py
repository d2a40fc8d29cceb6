"""Words of a text taken for a name, before it is said what the name is."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from articles.mentions.page import CLOSING_MARKS, Page
from articles.mentions.spans import Span
from articles.mentions.tokens import Token


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``first`` to ``last`` that seem to name something unknown.

    ``head`` is the place of the noun the name turns on, where there is one, and ``noun`` that noun
    in the nominative; ``name`` is the whole name where a list gives it.
    """

    first: int
    last: int
    type: str
    head: int = -1
    noun: str = ""
    name: str = ""

    @property
    def places(self) -> range:
        """The places of its words."""
        return range(self.first, self.last + 1)


def span_of(page: Page, mark: Mark) -> tuple[int, int]:
    """Return where a mark begins and ends, with the bracket or the quotation mark it opens."""
    start, end = page.span(mark.first, mark.last)
    words = page.text[start:end]
    if page.text[end : end + 1] == ")" and words.count("(") > words.count(")"):
        end += 1
        end += "«" in words and page.text[end : end + 1] in CLOSING_MARKS
    return start, end


def covered(page: Page, found: list[Span]) -> set[int]:
    """Return the places of the words that spans cover."""
    spans = [(span.start, span.end) for span in found]
    return {place for places in places_of(page, spans) for place in places}


def places_of(page: Page, spans: list[tuple]) -> list[range]:
    """Return the places of the words in each span of the text, (start, end, ...)."""
    return [
        range(bisect_right(page.tokens, start, key=_end), bisect_left(page.tokens, end, key=_start))
        for start, end, *_ in spans
    ]


def _start(token: Token) -> int:
    return token.start


def _end(token: Token) -> int:
    return token.end

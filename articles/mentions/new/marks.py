"""Words of a text taken for a name, before it is said what the name is."""

from dataclasses import dataclass

from articles.mentions.page import Page
from articles.mentions.spans import Span
from articles.mentions.tokens import CLOSING


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
    if page.text[end : end + 1] == ")" and page.text.count("(", start, end) > page.text.count(
        ")", start, end
    ):
        end += 1
        end += page.text[end : end + 1] in tuple(CLOSING) and "«" in page.text[start:end]
    return start, end


def covered(page: Page, found: list[Span]) -> set[int]:
    """Return the places of the words that spans cover."""
    at, places = 0, set()
    for span in sorted(found, key=lambda span: span.start):
        while at and page.tokens[at - 1].end > span.start:
            at -= 1
        while at < len(page.tokens) and page.tokens[at].end <= span.start:
            at += 1
        place = at
        while place < len(page.tokens) and page.tokens[place].start < span.end:
            places.add(place)
            place += 1
    return places

"""A text as the rules look at it: its words, and what stands in it."""

import re
from bisect import bisect
from collections import Counter
from dataclasses import dataclass

from articles.mentions.countries import LANDS
from articles.mentions.endings import Endings
from articles.mentions.keys import key_of
from articles.mentions.languages import endings_of
from articles.mentions.lists import GIVEN_NAMES, HEADS, TITLES
from articles.mentions.tokens import BESIDE, CLOSING, Token, split

LONGEST_NAME = 4  # words after the first that may be asked for
BREAK = re.compile(r"\n\s*")
CLOSING_MARKS = tuple(CLOSING)
NO_GIVEN_NAMES = TITLES | HEADS | LANDS.keys()


@dataclass(slots=True)
class Page:
    """A text in words, their keys, those in lower case, and how often it names which country."""

    text: str
    tokens: list[Token]
    keys: list[str]
    lower: set[str]
    lands: Counter
    breaks: list[int]  # where a new paragraph begins
    inner: set[str]  # keys of words with a capital where no sentence begins, or in quotes
    language: str
    endings: Endings | None  # of that language; None for Russian, whose words decline
    stems: list[tuple[str, ...]]  # the keys of all a word may be a form of, its own first

    @property
    def land(self) -> str:
        """The country the text speaks of most, "" for none."""
        return max(self.lands, key=self.lands.get) if self.lands else ""

    def paragraph(self, place: int) -> int:
        """Return the number of the paragraph a word stands in, from 1."""
        return bisect(self.breaks, self.tokens[place].start) + 1

    def quotes(self, first: int, last: int) -> bool:
        """Return whether these words, and no more, stand in quotation marks."""
        end = self.tokens[last].end
        return self.tokens[first].quoted and self.text[end : end + 1] in CLOSING_MARKS

    def after(self, last: int) -> Token | None:
        """Return the word beside the last, with nothing but a space between."""
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        return after if after and after.joined == BESIDE else None

    def before(self, first: int) -> Token | None:
        """Return the word beside the first, with nothing but a space between."""
        if not first or self.tokens[first].joined != BESIDE:
            return None
        return self.tokens[first - 1]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where words begin and end, with the mark or bracket that closes one in them."""
        start, end = self.tokens[first].start, self.tokens[last].end
        opened = any(self.tokens[place].quoted for place in range(first + 1, last + 1))
        after = self.text[end : end + 1]
        bracket = after == ")" and self.text.rfind("(", start, end) > self.text.rfind(
            ")", start, end
        )
        return start, end + (opened and after in CLOSING_MARKS or bracket)

    def has_neighbour(self, first: int, last: int, *, met: bool = False) -> bool:
        """Return whether a name beside these words makes them part of somebody else's.

        Of a person ``met`` already, a word that opens a sentence is a name only if known as one.
        """
        after, before = self.after(last), self.before(first)
        if after and after.capital and not shouted(after):
            return True
        if not before or not before.capital or shouted(before):
            return False
        key = key_of(before.low)
        if met and before.opens and not before.initial:
            return key in GIVEN_NAMES
        return before.initial or key not in NO_GIVEN_NAMES


def read(text: str, language: str = "ru") -> Page:
    """Return a text made ready for the rules."""
    tokens, endings = split(text), endings_of(language)
    known: dict[str, str] = {}
    keys = [known.get(low) or known.setdefault(low, key_of(low)) for low in map(_low, tokens)]
    pairs = list(zip(tokens, keys, strict=True))
    lower = {key for token, key in pairs if not token.capital}
    lands = Counter(LANDS[key] for token, key in pairs if key in LANDS)
    inner = {key for token, key in pairs if token.capital and not token.opens or token.quoted}
    breaks = [found.end() for found in BREAK.finditer(text) if found.start()]
    stems = list(_stems(tokens, keys, endings))
    return Page(text, tokens, keys, lower, lands, breaks, inner, language, endings, stems)


def _stems(tokens: list[Token], keys: list[str], endings: Endings | None):
    """Yield the keys to ask for each word, of those that can belong to a name."""
    known, beside = {}, 0
    for token, key in zip(tokens, keys, strict=True):
        capital = token.capital or token.quoted
        if not endings or not (capital or beside > 0):
            yield (key,)
        else:
            yield known.get(token.low) or known.setdefault(token.low, endings.keys(token.low))
        beside = LONGEST_NAME if capital else beside - 1


def _low(token: Token) -> str:
    return token.low


def shouted(token: Token) -> bool:
    """Return whether a word begins with two capitals."""
    return len(token.word) > 1 and token.word[:2].isupper()

"""What a reader asks for: words, "phrases", beginnings with an asterisk, -words not wanted."""

import re
from dataclasses import dataclass, field

from articles.search.words import RUSSIAN, split, stem, stems

LONGEST_QUERY, MOST_TERMS = 200, 12
# A shorter beginning is a word, for too many go on from it; a last word that is longer is whole.
SHORTEST_BEGINNING, LONGEST_UNFINISHED = 3, 6
OPENING, CLOSING = '"«„“”', '"»”“'
TERM = re.compile(
    rf"(?P<minus>(?<!\S)[-−–])?(?:[{OPENING}](?P<phrase>[^{CLOSING}]*)[{CLOSING}]?"
    rf"|(?P<word>[^\s{OPENING}{CLOSING}]+))"
)


@dataclass(slots=True)
class Term:
    """A word, or several that stand one after another, folded."""

    words: tuple[str, ...]
    begins: bool = False  # the reader said that it goes on
    last: bool = False  # it is short and nothing was written after it: it may go on
    more: list[str] = field(default_factory=list)  # the words that go on from it

    def forms(self) -> list[tuple[str, ...]]:
        """Return what may stand for it in the index: stems, the words as they are, longer ones."""
        found = [tuple(map(stem, self.words)), self.words]
        if len(self.words) == 1:
            found += [(form,) for form in stems(self.words[0])]
        found += [(form,) for word in self.more for form in (stem(word), word)]
        return list(dict.fromkeys(found))


@dataclass(slots=True)
class Asked:
    """All terms must stand in a text, and none of those that are not wanted."""

    terms: list[Term]
    unwanted: list[Term]

    def beginnings(self, exact: bool) -> list[Term]:
        """Return the terms that may go on; ``exact`` if the reader's language has no stems."""
        return [
            term
            for term in self.terms
            if len(term.words) == 1
            and len(term.words[0]) >= SHORTEST_BEGINNING
            and (term.begins or term.last or exact or not _has_stem(term.words[0]))
        ]


def read(text: str) -> Asked:
    """Return what a reader asks for; whatever is written, it is no error."""
    terms, unwanted = [], []
    text = text[:LONGEST_QUERY].strip()
    for match in TERM.finditer(text):
        word = match["word"] or ""
        words = tuple(split(word or match["phrase"] or ""))
        if not words or len(terms) + len(unwanted) == MOST_TERMS:
            continue
        if match["minus"]:
            unwanted.append(Term(words))
        else:
            is_last = 0 < len(word) <= LONGEST_UNFINISHED and match.end() == len(text)
            terms.append(Term(words, begins=word.endswith("*"), last=is_last))
    return Asked(terms, unwanted)


def _has_stem(word: str) -> bool:
    return word.isascii() or bool(RUSSIAN.fullmatch(word))

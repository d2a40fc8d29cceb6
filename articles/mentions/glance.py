"""Whether a text may name an entity: a glance at its letters that spares most texts the search.

It lets pass whatever the search by keys could find, and much else; not a family name that the
text spells otherwise.
"""

import unicodedata
from collections.abc import Iterable
from os.path import commonprefix

from articles.mentions import people
from articles.mentions.keys import even, key_of
from articles.mentions.phrases import NAMED_AFTER
from articles.mentions.tokens import EVEN, IGNORED, TWINS, split

OF_PERSONS = ("p:", "i:", "f:", "s:")
WHOLE = 3  # letters of a word that is too short to lose one


def fold(text: str) -> str:
    """Return a text with the letters that may be written in two ways written in one."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    low = IGNORED.sub("", text).lower().translate(EVEN).translate(TWINS)
    return even(low.replace("һ", "н"))  # a Latin H is like the one when small, else like the other


class Glance:
    """The beginnings of the words by which an entity is named."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Take the rows of the entity in the table of keys, as (key, text)."""
        names = {_words_of(key, text) for key, text in rows}
        self.names = {tuple(sorted(map(_beginning, words), key=len)[::-1]) for words in names}

    def passes(self, *texts: str) -> bool:
        """Return whether all the words of one of its names may stand in these texts."""
        folded = "\n".join(map(fold, texts))
        return any(all(word in folded for word in words) for words in self.names)


def _words_of(key: str, text: str) -> frozenset[str]:
    """Return the words without which it is not that name: of a person the family name."""
    name = people.parse(text) if key[:2] in OF_PERSONS else None
    words = [token.low for token in split(name.family if name else text)]
    for number, word in enumerate(words):
        if number and word in NAMED_AFTER:  # what stands between may be left out
            words = [*words[:number], words[-1]]
            break
    return frozenset(part for word in words for part in word.split("-") if part)


def _beginning(word: str) -> str:
    """Return how a word begins in each of its forms."""
    same = commonprefix([word, key_of(word)])
    return fold(same[:-1] if len(same) > WHOLE else same)

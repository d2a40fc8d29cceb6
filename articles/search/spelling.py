"""Did you mean: words of one letter more, less or other than what was typed, or begun so."""

from collections.abc import Iterator
from itertools import chain

from articles.search import databases
from articles.search.asking import Asked
from articles.search.words import fold, split, stem

SHORTEST, MOST_WORDS = 3, 4
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяҕҥөһүіқғңұә"
LATIN = "abcdefghijklmnopqrstuvwxyz"
# The keys of both layouts, in the same order, for whoever forgot to switch.
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюе"
TO_CYRILLIC = str.maketrans(LATIN_KEYS, CYRILLIC_KEYS)
TO_LATIN = str.maketrans(CYRILLIC_KEYS, LATIN_KEYS)


def mended(text: str, asked: Asked) -> str:
    """Return the same words, those the index lacks put right; nothing if there is nothing to.

    The words may be of editions nobody sees: ask find() before showing them.
    """
    switched = split(fold(text).translate(TO_CYRILLIC if text.isascii() else TO_LATIN))
    is_plain = all(len(term.words) == 1 for term in asked.terms) and not asked.unwanted
    words = [term.words[0] for term in asked.terms][:MOST_WORDS] if is_plain else []
    near = {word: list(_near(word)) for word in words if len(word) >= SHORTEST}
    known = databases.known_words({*switched, *chain(*near.values())})
    if switched and all(word in known for word in switched):
        return " ".join(switched)
    found = [_best(word, near.get(word, []), known) for word in words]
    return " ".join(found) if found != words else ""


def _best(word: str, near: list[str], known: dict[str, int]) -> str:
    """Return the most frequent of the known words near to one, or the word itself."""
    there = [other for other in near if other in known]
    if not there or any(stem(other) == stem(word) for other in there):
        return word
    return max(there, key=lambda other: (other[0] == word[0], known[other], other))


def _near(word: str) -> Iterator[str]:
    letters = LATIN if word.isascii() else CYRILLIC
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield word
    for before, after in parts:
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + after[1:]

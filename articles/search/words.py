"""Words as the index holds them: made here, so that every database finds the same."""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

from articles.mentions.tokens import IGNORED

LONGEST = 40
WORD = re.compile(r"[^\W_]+")
LATIN, RUSSIAN = re.compile(r"[a-z]+"), re.compile(r"[а-я]+")
# What a case ends with, and the stems of some words too.
CASE_ENDINGS = ("ов", "ев", "ом", "ем", "е", "о")
SOFT_ENDINGS = {"й", "ю", "ем", "и", "ев", "ям", "ями", "ях"}
SHORTEST_DECLINED = 5  # letters: of край and дома too little would be left
# Languages without a stemmer: their words stand in the index as they are.
EXACT = ("sah", "kk")


class _Stemmers(threading.local):
    # A stemmer holds the word it works on, so each thread has its own.
    def __init__(self) -> None:
        self.russian = snowballstemmer.stemmer("russian")
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


def fold(text: str) -> str:
    """Return a text in lower case, with е for ё and without what nobody sees."""
    if not text.isascii():
        text = IGNORED.sub("", unicodedata.normalize("NFC", text))
    return text.lower().replace("ё", "е")


def split(text: str) -> list[str]:
    """Return the words of a text in order, folded."""
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word; one with letters beyond Russian and English is its own."""
    if RUSSIAN.fullmatch(word):
        return _stemmers.russian.stemWord(word)
    return _stemmers.english.stemWord(word) if LATIN.fullmatch(word) else word


def stems(word: str) -> list[str]:
    """Return the stems that the cases of a folded word have, its own first.

    The Russian stemmer takes паром and Петров for cases of shorter words, as it does not паромы and
    Петрова; of Сергей it leaves серг, of Сергея серге, of Николай никола, of Николая никол.
    """
    first = stem(word)
    found = [first]
    if RUSSIAN.fullmatch(word) and len(word) >= SHORTEST_DECLINED:
        if first.endswith(CASE_ENDINGS):
            found.append(stem(first))
        if word.endswith(("й", "я", "и")):
            found.append(word[:-1])
        if first.endswith("а") and word.removeprefix(first) in SOFT_ENDINGS:
            found.append(first[:-1])
    return found


def held(word: str, language: str) -> str:
    """Return the form in which the index holds a folded word of a text in that language."""
    return word if language in EXACT and not word.isascii() else stem(word)

"""An order for the names of each language of the site, the same in every database.

Databases order letters by a collation, each by its own, and few of them know Sakha. So a name has a
key beside it, two digits a letter, and digits stand in one order everywhere.
"""

import unicodedata
from functools import cache

from django.db import models

# The Sakha alphabet, with the letters of Kazakh where its own has them. Ё is sorted as Е, as
# Russian lists do; Дь and Нь, letters of their own in Sakha, as the two they are written with.
CYRILLIC = "аәбвгғҕдежзийкқлмнңҥоөпрсһтуұүфхцчшщъыіьэюя"
# The one letter that both have, each at another place.
KAZAKH = CYRILLIC.replace("һ", "").replace("х", "хһ")
LATIN = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"

SPACE, OTHER = "10", "99"
KEY_LENGTH = 80  # forty letters tell names apart


def _number(cyrillic: str) -> dict[str, str]:
    """Return the code of each letter."""
    return {
        letter: str(code)
        for first, letters in ((11, DIGITS), (21, LATIN), (50, cyrillic))
        for code, letter in enumerate(letters, first)
    }


CODES = _number(CYRILLIC)
CODES_IN = {"kk": _number(KAZAKH)}


def code_of(letter: str, language: str = "") -> str | None:
    """Return how keys of names that begin with the letter begin; None if it is in no alphabet."""
    codes = CODES_IN.get(language, CODES)
    return codes.get("е" if letter in "ёЁ" else letter.lower()) if len(letter) == 1 else None


@cache
def letters_in(language: str) -> dict[str, str]:
    """Return the capital letter of each code, in the order of the language."""
    return {code: letter.upper() for letter, code in CODES_IN.get(language, CODES).items()}


def make_sort_key(words: str, language: str = "") -> str:
    """Return the key: «Ҕ» stands between «Г» and «Д». Quotes and other signs do not count."""
    known, codes = CODES_IN.get(language, CODES), []
    for character in unicodedata.normalize("NFC", words).lower():
        letter = character if character in known else _plain(character)
        if letter in known:
            codes.append(known[letter])
        elif character.isalpha():
            codes.append(OTHER)
        elif codes and codes[-1] != SPACE and (character.isspace() or character in "-–—"):
            codes.append(SPACE)
    return "".join(codes)[:KEY_LENGTH]


def _plain(character: str) -> str:
    """Return the letter without its accent: ё is е, é is e."""
    return unicodedata.normalize("NFKD", character)[0]


class SortKeyField(models.CharField):
    """The key of what ``sort_words(language)`` of the record says, made anew at every save."""

    def __init__(self, *args, language: str = "", **kwargs) -> None:
        self.language = language
        defaults = {"max_length": KEY_LENGTH, "editable": False, "default": ""}
        super().__init__(*args, **defaults | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"language": self.language} if self.language else {})

    def pre_save(self, model_instance, add):
        # Rows of history have no such words: they keep what they were given.
        if hasattr(model_instance, "sort_words"):
            words = model_instance.sort_words(self.language)
            setattr(model_instance, self.attname, make_sort_key(words, self.language))
        return super().pre_save(model_instance, add)

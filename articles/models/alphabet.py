"""One order for the names of all languages of the site, the same in every database.

Databases order letters by a collation, each by its own, and few of them know Sakha. So a name has a
key beside it, two digits a letter, and digits stand in one order everywhere.
"""

import unicodedata

from django.db import models

# The Sakha alphabet, with the letters of Kazakh where its own has them. Ё is sorted as Е, as
# Russian lists do; Дь and Нь, letters of their own in Sakha, as the two they are written with.
CYRILLIC = "аәбвгғҕдежзийкқлмнңҥоөпрсһтуұүфхцчшщъыіьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"

SPACE, OTHER = "10", "99"
CODES = {
    letter: str(code)
    for first, letters in ((11, DIGITS), (21, LATIN), (50, CYRILLIC))
    for code, letter in enumerate(letters, first)
}
LETTERS = {code: letter.upper() for letter, code in CODES.items()}
KEY_LENGTH = 80  # forty letters tell names apart


def code_of(letter: str) -> str | None:
    """Return how keys of names that begin with the letter begin; None if it is in no alphabet."""
    return CODES.get("е" if letter in "ёЁ" else letter.lower()) if len(letter) == 1 else None


def make_sort_key(words: str) -> str:
    """Return the key: «Ҕ» stands between «Г» and «Д». Quotes and other signs do not count."""
    codes = []
    for character in unicodedata.normalize("NFC", words).lower():
        letter = character if character in CODES else _plain(character)
        if letter in CODES:
            codes.append(CODES[letter])
        elif character.isalpha():
            codes.append(OTHER)
        elif codes and codes[-1] != SPACE and (character.isspace() or character in "-–—"):
            codes.append(SPACE)
    return "".join(codes)[:KEY_LENGTH]


def _plain(character: str) -> str:
    """Return the letter without its accent: ё is е, é is e."""
    return unicodedata.normalize("NFKD", character)[0]


class SortKeyField(models.CharField):
    """The key of what the record says in ``sort_words``, made anew at every save."""

    def __init__(self, *args, **kwargs) -> None:
        defaults = {"max_length": KEY_LENGTH, "editable": False, "default": ""}
        super().__init__(*args, **defaults | kwargs)

    def pre_save(self, model_instance, add):
        # Rows of history have no such words: they keep what they were given.
        if hasattr(model_instance, "sort_words"):
            setattr(model_instance, self.attname, make_sort_key(model_instance.sort_words))
        return super().pre_save(model_instance, add)

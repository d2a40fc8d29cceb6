"""What the lists of each language stand in the order of: what a record is called there."""

from os.path import commonprefix

from django.db import models
from django.db.models import Q

from articles.aliases import name_in

from .alphabet import SortKeyField
from .slugs import make_slug

MAIN = "sort_key"
# Those in which records have other names. If the main language is none of them and not Russian
# either, Russian lists keep to the order of the main names.
KEYS = {language: f"{MAIN}_{language}" for language in ("sah", "kk", "en")}
ALIKE = 3  # letters: one or two are the same by chance


class Listed(models.Model):
    """What stands in lists by letter, in each language under the name it has there."""

    sort_key = SortKeyField()
    sort_key_sah = SortKeyField(language="sah")
    sort_key_kk = SortKeyField(language="kk")
    sort_key_en = SortKeyField(language="en")

    class Meta:
        abstract = True

    def sort_words(self, language: str) -> str:
        """Return what a list stands in the order of; without a language, that of main names."""
        return sort_words(language, self.name, self.aliases)


def key_in(language: str) -> str:
    """Return the column that lists of a language are read by."""
    return KEYS.get(language, MAIN)


def indexes_by_letter(name: str, *before: str) -> list[models.Index]:
    """Return an index for each of those columns, after what else a list is narrowed by."""
    return [
        models.Index(
            fields=[*before, key, "id"],
            condition=Q(is_published=True),
            name=f"{name}_{language}",
        )
        for language, key in KEYS.items()
    ]


def sort_words(language: str, name: str, aliases: str, family_name: str = "") -> str:
    """Return what a record is called in a language, after the family name in it.

    That of another name than the main one is nowhere told apart. It is as many words as the main
    one, at the end that begins more like it when both are written in Latin letters («Абенов» and
    “Abenov”), or if neither or both do, at the end where the main name has it.
    """
    called = name_in(language, name, aliases) if language else name
    if family_name and called != name:
        family_name = _family_name_in(called, name, family_name)
    return f"{family_name} {called}"


def _family_name_in(called: str, name: str, family_name: str) -> str:
    words = called.split()
    count = max(1, min(len(family_name.split()), len(words) - 1))
    first, last = " ".join(words[:count]), " ".join(words[-count:])
    like_first, like_last = (_alike(family_name, end) for end in (first, last))
    if like_first == like_last:
        return first if name.startswith(family_name) else last
    return first if like_first > like_last else last


def _alike(one: str, other: str) -> int:
    """Return with how many letters both begin."""
    count = len(commonprefix([make_slug(one), make_slug(other)]))
    return count if count >= ALIKE else 0

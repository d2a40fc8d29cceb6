"""A person's name: its parts, and the forms each may take."""

import re
from functools import lru_cache
from typing import NamedTuple

from articles.mentions import declension
from articles.mentions.gender import MEN, WOMEN, gender_of, is_patronymic
from articles.mentions.keys import family_key, initial_key, key_of, near_of, pair_key
from articles.mentions.lists import TITLES, words
from articles.mentions.tokens import words_of

PARTICLES = words(
    "фон ван де да дель ди дю ла ле лос бин ибн бинт аль эль ас ан аш оглы кызы цу дер ден"
)
_OWN = re.compile(r"(?:[оеё]в|[иы]н)$")
_OWN_FEMALE = re.compile(r"(?:[оеё]ва|[иы]на)$")
_UNCHANGED = re.compile(r"(?:[ыи]х|ко|аго|ово|[оуиэюыe])$")


class PersonName(NamedTuple):
    """The words of a name in lower case; ``family`` alone for one who has but one name."""

    given: str
    middle: tuple[str, ...]  # patronymic, second names, particles
    patronymic: str
    family: str
    gender: str


def parse(name: str) -> PersonName | None:
    """Return the parts of a name in the nominative, whichever of its two orders it is in."""
    parts = words_of(name)
    if len(parts) == 2 and not _is_given(parts[0]) and key_of(parts[0]) in TITLES:
        parts = parts[1:]  # «Император Кокаку»
    if not parts:
        return None
    if len(parts) == 1:
        return PersonName("", (), "", parts[0], "")
    if len(parts) == 3 and is_patronymic(parts[2]) and not is_patronymic(parts[1]):
        parts = [parts[1], parts[2], parts[0]]
    given, *middle, family = parts
    patronymic = next((word for word in middle if is_patronymic(word)), "")
    gender = gender_of(given, patronymic, family)
    return PersonName(given, tuple(middle), patronymic, family, gender)


def _is_given(word: str) -> bool:
    """Return whether a word is known for a given name, which costs less to see than its key."""
    return word in MEN or word in WOMEN


def keys_of(name: str) -> set[str]:
    """Return the keys by which a person of that name is found."""
    parts = parse(name)
    if not parts:
        return set()
    keys = {family_key(parts.family)}
    if parts.given:
        keys.add(pair_key(parts.given, parts.family))
        keys.add(initial_key(parts.given[0], parts.family))
        keys.add(near_of(key_of(parts.given), key_of(parts.family)))
    return keys - {""}


@lru_cache(declension.CACHED)
def given_forms(word: str, gender: str) -> dict[str, str]:
    """Return the forms of a given name."""
    if "-" in word:
        return _hyphened(word, gender, given_forms)
    if gender == "f" and word[-1] not in "аяь":
        return declension.unchanged(word)
    if word[-1] in "еиоуыэю":
        return declension.unchanged(word)
    return declension.merged(declension.noun(word, gender), declension.adjective(word))


def patronymic_forms(word: str, gender: str) -> dict[str, str]:
    """Return the forms of a patronymic."""
    return given_forms(word, gender)


@lru_cache(declension.CACHED)
def family_forms(word: str, gender: str) -> dict[str, str]:
    """Return the forms of a family name as a man or a woman bears it; of both for neither."""
    if not gender:
        return declension.merged(family_forms(word, "m"), family_forms(word, "f"))
    if "-" in word:
        return _hyphened(word, gender, family_forms)
    if len(word) > 3 and word[-2:] in ("ий", "ый", "ой", "ая", "яя"):
        fits = word[-1] == "я" if gender == "f" else word[-1] == "й"
        return declension.adjective(word) if fits else declension.noun(word, gender)
    if _OWN_FEMALE.search(word) and gender == "f":
        return declension.own(word, feminine=True)
    if _UNCHANGED.search(word):
        return declension.unchanged(word)
    if _OWN.search(word) and gender == "m":
        return declension.own(word, feminine=False)
    if gender == "f" and word[-1] not in "ая":
        return declension.unchanged(word)
    return declension.noun(word, gender)


def _hyphened(word: str, gender: str, forms) -> dict[str, str]:
    """Return the forms of a double name: both halves decline together, or the last alone."""
    first, last = word.rsplit("-", 1)
    if not first or not last:
        return declension.unchanged(word)
    result = {f"{first}-{form}": cases for form, cases in forms(last, gender).items()}
    for one, some in forms(first, gender).items():
        for two, others in forms(last, gender).items():
            shared = "".join(case for case in some if case in others)
            if shared:
                result.setdefault(f"{one}-{two}", shared)
    return result

"""One key for a word in whatever form it stands; what shares a key is only a candidate.

Raise KEY_VERSION with any change here: stored keys are then made again.
"""

import re
from functools import lru_cache

KEY_VERSION = 3
LONGEST = 40
_ENDINGS = {
    *("ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ой", "ей", "ом", "ем", "ам", "ям"),
    *("ах", "ях", "ов", "ев", "ий", "ый", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ым"),
    *("им", "ую", "юю", "ою", "ею", "ью", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й"),
}
_SHORTEST, _LONGEST_ENDING = 3, 3  # letters of a stem, and of an ending
_FLEETING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ео](?=[бвгджзклмнпрстфхцчшщ]$)")
_IRREGULAR = {
    **dict.fromkeys(("день", "дня", "дню", "днем", "дне", "дни", "дней", "дням", "днями"), "дн"),
    **dict.fromkeys(("лев", "льва", "льву", "львом", "льве"), "льв"),
    **dict.fromkeys(("любовь", "любви", "любови", "любовью"), "любв"),
    **dict.fromkeys(("яков", "якова", "якову", "яковом", "якове"), "яков"),
}
_DOUBLE = re.compile(r"([бвгджзклмнпрстфхцчшщ])\1")
_VOWELS = re.compile("[аеиоуыэюяйьъәіөүұaeiouy]+")
_ALIKE = str.maketrans(
    {
        letter: group[0]
        for group in (
            "бп",
            "вф",
            "дт",
            "гкғқҕхһ",
            "зсцшщчж",
            "нңҥ",
            "bp",
            "vfw",
            "dt",
            "gkqh",
            "szcj",
        )
        for letter in group
    }
)
_CYRILLIC = re.compile(r"[а-я]")


def key_of(low: str) -> str:
    """Return the key of a word given in lower case with е for ё."""
    if "-" in low:
        return "-".join(_key(part) for part in low.split("-"))[:LONGEST]
    return _key(low)


def _key(low: str) -> str:
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) < 4 or len(low) > LONGEST or not _CYRILLIC.search(low):
        return low[:LONGEST]
    stem = low[: _end_of_stem(low)]
    return _FLEETING.sub("", stem) if len(stem) > _SHORTEST else stem


def _end_of_stem(low: str) -> int:
    """Return the first place after which nothing stands but endings, one after the other."""
    end = len(low)
    ends = {end}
    for at in range(end - 1, _SHORTEST - 1, -1):
        one, two, three = at + 1, at + 2, at + 3
        if (
            (one in ends and low[at:one] in _ENDINGS)
            or (two in ends and low[at:two] in _ENDINGS)
            or (three in ends and low[at:three] in _ENDINGS)
        ):
            end = at
            ends.add(at)
        elif end - at >= _LONGEST_ENDING:
            break
    return end


def even(low: str) -> str:
    """Return a name as it is when letters foreigners' names waver in are written alike."""
    return _DOUBLE.sub(r"\1", low.replace("э", "е"))


def pair_key(given: str, family: str) -> str:
    """Return the key of a person's two names, in whatever order they stand."""
    return pair_of(key_of(given), key_of(family))


def pair_of(one: str, other: str) -> str:
    """Return the key of two names whose own keys are known."""
    return "p:" + "+".join(sorted((even(one), even(other))))


def near_of(one: str, other: str) -> str:
    """Return a key that two names share with those spelt a little otherwise, "" for short ones."""
    bones = sorted((_bones(one), _bones(other)))
    return "s:" + "+".join(bones) if bones[0] and len(bones[1]) > 1 else ""


@lru_cache(512)  # a text repeats its words
def _bones(key: str) -> str:
    return even(_VOWELS.sub("", key.translate(_ALIKE)))


def initial_key(initial: str, family: str) -> str:
    """Return the key of a family name with the first letter of a given one."""
    return f"i:{even(initial)}+{even(key_of(family))}"


def family_key(family: str) -> str:
    """Return the key of a family name alone."""
    return f"f:{even(key_of(family))}"

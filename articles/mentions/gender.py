"""Whether a name is a man's or a woman's, as far as its endings tell."""

import re

from articles.mentions import given as names
from articles.mentions.lists import words

MALE_PATRONYMIC = re.compile(r"(?:[оеь]вич|[аеиь]ич|[ыу]лы|оглы|уулу)$")
FEMALE_PATRONYMIC = re.compile(r"(?:[оеь]вна|ична|инична|кызы|гызы)$")
# Names of other peoples, and what friends call men, that end as the other gender's do.
MEN = names.MEN | words(
    "саша женя слава толя юра алеша муса иса зия сема гена жора лева рома веня витя митя андреа"
    " джошуа жоэ"
)
WOMEN = names.WOMEN | words(
    "юдифь рахиль мишель хиллари элизабет маргарет николь кэтрин рашель жизель анжель дженнифер"
    " кейт джоан гвинет скарлетт энн джейн эми мэри салли нэнси нарын гюзель"
)
_OWN_MALE = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|ской)$")
_OWN_FEMALE = re.compile(r"(?:[оеё]ва|[иы]на|[сц]кая)$")


def is_patronymic(low: str) -> bool:
    """Return whether a word, in the nominative, is a patronymic."""
    return bool(len(low) > 4 and (MALE_PATRONYMIC.search(low) or FEMALE_PATRONYMIC.search(low)))


def gender_of_given(word: str) -> str:
    """Return "m" or "f" for a given name in the nominative, "" if it is of neither list."""
    low = word.lower().replace("ё", "е")
    return "m" if low in names.MEN else "f" if low in names.WOMEN else ""


def gender_of(given: str, patronymic: str, family: str) -> str:
    """Return "m", "f", or "" where the names do not tell."""
    if patronymic:
        if MALE_PATRONYMIC.search(patronymic):
            return "m"
        if FEMALE_PATRONYMIC.search(patronymic):
            return "f"
    if given in WOMEN:
        return "f"
    if given in MEN:
        return "m"
    if _OWN_MALE.search(family) and given[-1:] not in ("а", "я"):
        return "m"
    if given[-1:] in ("а", "я"):
        return "f" if _OWN_FEMALE.search(family) or not _OWN_MALE.search(family) else "m"
    if given[-1:] and re.match(r"[бвгджзйклмнпрстфхцчшщ]", given[-1]):
        return "" if _OWN_FEMALE.search(family) else "m"
    return ""

"""Whether a name is a man's or a woman's, as far as its endings tell."""

import re

from articles.mentions.lists import words

MALE_PATRONYMIC = re.compile(r"(?:[оеь]вич|[аеиь]ич|[ыу]лы|оглы|уулу)$")
FEMALE_PATRONYMIC = re.compile(r"(?:[оеь]вна|ична|инична|кызы|гызы)$")
# Men's names that end as women's do.
MEN = words(
    "никита илья фома лука кузьма савва саша женя слава дима леша миша ваня вася петя коля толя"
    " вова юра гриша паша костя федя сережа алеша данила гаврила мустафа муса иса абдулла"
    " зия сема гена жора лева рома веня боря сеня степа витя митя айхал ньургун андреа лука"
    " джошуа жоэ"
)
WOMEN = words(
    "любовь нинель юдифь эсфирь рахиль мишель хиллари элизабет маргарет николь кэтрин рашель"
    " жизель анжель дженнифер кейт джоан гвинет скарлетт энн джейн эми мэри салли нэнси"
    " айгуль гульнур айнур алтынай нарын асель гюзель"
)
_OWN_MALE = re.compile(r"(?:[оеё]в|[иы]н|[сц]кий|ской)$")
_OWN_FEMALE = re.compile(r"(?:[оеё]ва|[иы]на|[сц]кая)$")


def is_patronymic(low: str) -> bool:
    """Return whether a word, in the nominative, is a patronymic."""
    return bool(len(low) > 4 and (MALE_PATRONYMIC.search(low) or FEMALE_PATRONYMIC.search(low)))


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

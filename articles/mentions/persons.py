"""Whether words of a text are a person's name in one of its forms and orders."""

from articles.mentions.declension import ALL_CASES
from articles.mentions.endings import Endings
from articles.mentions.gender import is_patronymic
from articles.mentions.keys import even, key_of
from articles.mentions.people import (
    PARTICLES,
    PersonName,
    family_forms,
    given_forms,
    patronymic_forms,
)
from articles.mentions.phrases import Found
from articles.mentions.tokens import APART, Token

MOST_BETWEEN = 4


def verify_full(
    tokens: list[Token], first: int, last: int, name: PersonName, endings: Endings | None = None
) -> Found | None:
    """Return the name if words ``first`` and ``last`` are its given and family name, any order."""
    for given, family in ((first, last), (last, first)):
        cases = _agree(tokens[given].low, tokens[family].low, name, endings)
        if cases:
            end = end_of(tokens, first, last, name, family_first=family == first)
            return Found(first, end, cases if len(cases) == 1 else "") if end is not None else None
    return None


def end_of(
    tokens: list[Token], first: int, last: int, name: PersonName, *, family_first: bool
) -> int | None:
    """Return where a name ends whose two words stand there; None if words of others do too."""
    if not _between(tokens, first, last, name):
        return None
    return _patronymic_after(tokens, last, name) if family_first else last


def verify_initials(
    tokens: list[Token], at: int, name: PersonName, endings: Endings | None = None
) -> Found | None:
    """Return the name if the family name at this word has the person's initials beside it."""
    cases = family_cases(tokens[at].low, name, endings)
    if not cases:
        return None
    allowed = [name.given[:1], *(word[:1] for word in name.middle)]
    before = _initials(tokens, at, -1)
    after = _initials(tokens, at, 1) if not before else []
    letters = [tokens[place].low for place in sorted(before or after)]
    if not letters or letters != allowed[: len(letters)]:
        return None
    places = [at, *(before or after)]
    return Found(min(places), max(places), cases if len(cases) == 1 else "")


def family_cases(low: str, name: PersonName, endings: Endings | None = None) -> str:
    """Return the cases of the family name in this form, "" if it is not one of that person."""
    if endings:
        return endings.cases(low, name.family)
    return _cases(low, family_forms, name.family, name.gender)


def given_cases(low: str, name: PersonName, endings: Endings | None = None) -> str:
    """Return the cases of the given name in this form, "" if it is not one of it."""
    if endings:
        return endings.cases(low, name.given) if name.given else ""
    return _cases(low, given_forms, name.given, name.gender) if name.given else ""


def _cases(low: str, forms, word: str, gender: str) -> str:
    """Return the cases of a form, spelt as the registry has it or almost: Дэйв, Дейв; Рокелли."""
    return forms(word, gender).get(low) or forms(even(word), gender).get(even(low), "")


def _agree(given: str, family: str, name: PersonName, endings: Endings | None) -> str:
    ours = given_cases(given, name, endings)
    theirs = family_cases(family, name, endings) if ours else ""
    if given == name.given and theirs:
        return theirs
    if endings:  # the first of the two has none
        return ours if theirs and family == name.family else ""
    return "".join(case for case in ALL_CASES if case in ours and case in theirs)


def _between(tokens: list[Token], first: int, last: int, name: PersonName) -> bool:
    """Return whether the words between are the person's own: patronymic, second name, particle."""
    for place in range(first + 1, last):
        low = tokens[place].low
        if low in PARTICLES and low in name.middle:
            continue
        if tokens[place].initial and any(word[0] == low for word in name.middle):
            continue
        if not any(
            low == word or low in patronymic_forms(word, name.gender) for word in name.middle
        ):
            return False
    return True


def _patronymic_after(tokens: list[Token], last: int, name: PersonName) -> int | None:
    """Return where «Иванов Иван Иванович» ends; None if it is another's patronymic."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if not after or after.joined == APART or not after.capital:
        return last
    if name.patronymic and key_of(after.low) == key_of(name.patronymic):
        return last + 1
    return None if name.patronymic and is_patronymic(after.low) else last


def _initials(tokens: list[Token], at: int, step: int) -> list[int]:
    """Return the places of the one or two initials on one side of a word."""
    places, place = [], at + step
    while 0 <= place < len(tokens) and len(places) < 2 and tokens[place].initial:
        if tokens[max(place, place - step)].joined == APART:
            break
        places.append(place)
        place += step
    return places

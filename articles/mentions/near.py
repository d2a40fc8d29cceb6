"""A person's name spelt a little otherwise: one letter of it more, less, other or in other order.

Found by a key of both names without their vowels and with like consonants as one.
"""

from articles.mentions import people
from articles.mentions.declension import ALL_CASES
from articles.mentions.endings import Endings
from articles.mentions.gender import gender_of_given
from articles.mentions.keys import even, key_of
from articles.mentions.people import PersonName
from articles.mentions.persons import end_of, family_cases, given_cases
from articles.mentions.phrases import Found
from articles.mentions.tokens import Token

SHORTEST = 5  # letters of a name that may be misspelt; shorter ones are too like each other


def verify(
    tokens: list[Token], first: int, last: int, name: PersonName, endings: Endings | None
) -> Found | None:
    """Return the name if these words, in any order, are but for one letter its two."""
    for given, family in ((first, last), (last, first)):
        # One of the two is spelt right, and the other at least begins so: most do not.
        if tokens[given].low[0] != name.given[:1] or tokens[family].low[0] != name.family[0]:
            continue
        cases = _cases(tokens[given].low, tokens[family].low, name, endings)
        if cases:
            end = end_of(tokens, first, last, name, family_first=family == first)
            return Found(first, end, cases if len(cases) == 1 else "") if end is not None else None
    return None


def one_edit(one: str, other: str) -> bool:
    """Return whether one letter more, less or other, or two changed about, make the words one."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return len(one) < 2 and len(other) < 2 or len(one) == 2 and one == other[::-1]


def _cases(given: str, family: str, name: PersonName, endings: Endings | None) -> str:
    """Return the cases both words may stand in, one of them spelt otherwise."""
    ours, theirs = given_cases(given, name, endings), family_cases(family, name, endings)
    if ours and not theirs:
        theirs = _misspelt(family, name.family, people.family_forms, name.gender, endings)
    elif theirs and not ours and not (gender_of_given(given) and gender_of_given(name.given)):
        ours = _misspelt(given, name.given, people.given_forms, name.gender, endings)
    else:
        return ""
    if endings:
        return theirs if given == name.given else ours
    return "".join(case for case in ALL_CASES if case in ours and case in theirs)


def _misspelt(low: str, word: str, forms, gender: str, endings: Endings | None) -> str:
    """Return the cases of a name in this form, which is none of its own but for one letter."""
    if len(word) < SHORTEST or low[0] != word[0]:
        return ""
    if endings:
        stems = (stem for stem in endings.stems(low) if one_edit(even(stem), even(word)))
        return next((cases for stem in stems if (cases := endings.cases(low, stem))), "")
    if key_of(low) == key_of(word):  # another form, as that of a woman
        return ""
    near = (cases for form, cases in forms(word, gender).items() if one_edit(even(low), even(form)))
    return "".join(near)

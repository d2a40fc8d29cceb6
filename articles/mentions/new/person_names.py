"""The nominative of a person's name, gender and case told by all its words and what is beside."""

import re
from collections.abc import Collection

from articles.mentions.declension import ALL_CASES
from articles.mentions.gender import MEN, WOMEN, is_patronymic
from articles.mentions.keys import key_of
from articles.mentions.new.lists import ACTS, FAMILY_ENDINGS, PREPOSITIONS
from articles.mentions.new.marks import Mark
from articles.mentions.new.nominative import agreement, as_written, family_names, given_names
from articles.mentions.new.persons import PATRONYMIC, ROLE_FORMS
from articles.mentions.page import Page
from articles.mentions.people import PARTICLES, family_forms, given_forms
from articles.mentions.tokens import Token

Written = dict[str, set[str]]  # key of a word: its forms with a capital in the text
_GIVEN = frozenset(map(key_of, MEN | WOMEN))
_VERB = re.compile(r"(?:л|л[аои]|ть|тся|т|лся|лись|лась|в|вши|но|то)$")


def nominative(page: Page, mark: Mark, written: Written) -> str:
    """Return a person's name in the nominative, given name first."""
    tokens = [page.tokens[place] for place in mark.places]
    cases, sex = _hints(page, mark)
    readings = []
    for gender in "mf":
        names, score = _readings(tokens, gender, cases, written)
        readings.append((score + (2 if gender == sex else 0), gender == "m", names))
    names = max(readings)[2]
    words = [
        f"{name}." if token.initial else name for name, token in zip(names, tokens, strict=True)
    ]
    return " ".join(_in_order(words, tokens))


def _in_order(words: list[str], tokens: list[Token]) -> list[str]:
    """Return the names with the family name last, where it came first."""
    theirs = [bool(PATRONYMIC.search(token.low)) for token in tokens]
    if theirs == [False, False, True]:
        return [words[1], words[2], words[0]]
    if len(words) > 1 and tokens[-1].initial and not tokens[0].initial:
        return [*words[1:], words[0]]
    return words


def _readings(
    tokens: list[Token], gender: str, cases: str, written: Written
) -> tuple[list[str], float]:
    """Return the names read as a man's or a woman's, in the likeliest case, and how likely."""
    roles = _roles(tokens)
    options = [
        _options(token, role, gender, written) for token, role in zip(tokens, roles, strict=True)
    ]
    best, best_score = [token.word for token in tokens], -50.0
    for case in ALL_CASES:
        names, score = [], 1.5 if case in cases else 0.8 if case == "n" and not cases else 0.0
        for token, choices in zip(tokens, options, strict=True):
            fitting = [(value, low) for low, (value, of) in choices.items() if case in of]
            value, low = max(fitting, default=(-6.0, token.low))
            score += value
            names.append(token.word if token.initial else as_written(token, low))
        if score > best_score:
            best, best_score = names, score
    return best, best_score


def _roles(tokens: list[Token]) -> list[str]:
    """Return what each word is: initial, particle, patronymic, given or family name."""
    roles = []
    for token in tokens:
        if token.initial or token.low.isascii() or token.low in PARTICLES and not token.capital:
            roles.append("fixed")
        elif PATRONYMIC.search(token.low):
            roles.append("patronymic")
        else:
            roles.append("given")
    families = [place for place, role in enumerate(roles) if role == "given"]
    if len(tokens) == 1 and key_of(tokens[0].low) in _GIVEN:
        return roles
    if families and (len(families) > 1 or len(tokens) == 1 or "fixed" in roles):
        turned = roles[-1] == "patronymic" or _given_last(tokens, families)
        roles[families[0 if turned else -1]] = "family"
    return roles


def _given_last(tokens: list[Token], families: list[int]) -> bool:
    """Return whether the family name comes first: «Иванова Анна»."""
    if len(families) != 2:
        return False
    first, last = (tokens[place].low for place in families)
    return key_of(last) in _GIVEN and key_of(first) not in _GIVEN


def _options(
    token: Token, role: str, gender: str, written: Written
) -> dict[str, tuple[float, str]]:
    """Return {nominative: (how likely, cases)} of one word."""
    low = token.low
    if role == "fixed":
        return {low: (0.0, ALL_CASES)}
    if role == "patronymic":
        return _patronymic(low, gender)
    own = role == "family"
    read, all_forms = (family_names, family_forms) if own else (given_names, given_forms)
    weigh = _family_value if own else _given_value
    forms = written.get(key_of(low), ())
    return {
        name: (
            weigh(name, gender) + _explains(all_forms(name, gender), forms) - _odd(name, low),
            cases,
        )
        for name, cases in read(low, gender).items()
    }


def _odd(name: str, low: str) -> float:
    """Return how much less likely a nominative is for the ending: «Ковалем» is of Коваль."""
    return 1.0 if low.endswith("ем") and name[-1] in "бвгдзклмнпрстфх" else 0.0


def _explains(forms: dict[str, str], written: Collection[str]) -> float:
    """Return how much likelier a nominative is for the other forms of the word in the text."""
    if len(written) < 2:
        return 0.0
    return 2.0 * sum(form in forms for form in written) / len(written) - 1.0


def _patronymic(low: str, gender: str) -> dict[str, tuple[float, str]]:
    found = {}
    for name, cases in given_names(low, gender).items():
        if is_patronymic(name):
            fits = name.endswith("а") == (gender == "f")
            found[name] = (3.0 if fits else -3.0, cases)
    return found or {low: (0.0, ALL_CASES)}


def _given_value(name: str, gender: str) -> float:
    if "-" in name.strip("-"):
        return sum(_given_value(part, gender) for part in name.split("-") if part) / 2
    own, other = (WOMEN, MEN) if gender == "f" else (MEN, WOMEN)
    if name in own:
        return 3.0
    if name in other:
        return -3.0
    if name[-1] in "ая":
        return 0.8 if gender == "f" else -1.2
    if name[-1] in "бвгджзйклмнпрстфхцчшщ":
        return 0.8 if gender == "m" else -2.0
    return 0.0


def _family_value(name: str, gender: str) -> float:
    if name.endswith(("ова", "ева", "ина", "ына", "ская", "цкая")):
        return 1.5 if gender == "f" else -2.5
    if name.endswith(("ов", "ев", "ин", "ын", "ский", "цкий")):
        return 1.5 if gender == "m" else -2.5
    if name.endswith(FAMILY_ENDINGS):
        return 1.0
    if name[-1] in "ая":
        return -0.2
    return 0.5 if name[-1] not in "еиуыь" else 0.0


def _hints(page: Page, mark: Mark) -> tuple[str, str]:
    """Return the cases and the gender that the words beside a name ask for, "" for any."""
    before = page.tokens[mark.first - 1] if mark.first else None
    after = page.after(mark.last)
    for token in (before, after):
        stem = token.low.removesuffix("а") if token else ""
        if token and stem in ACTS:
            return "n", "f" if stem != token.low else "m"
    if after and not after.capital and after.low.endswith(("л", "лся", "ла", "лась")):
        return "n", "f" if after.low.endswith(("ла", "лась")) else "m"
    if not before or page.tokens[mark.first].joined != 1:
        return "", ""
    if before.low in ROLE_FORMS:
        return "".join(cases for _, cases in ROLE_FORMS[before.low]), ""
    if before.low in PREPOSITIONS:
        return PREPOSITIONS[before.low], ""
    return "g" if _is_noun(before) else "", ""


def _is_noun(token: Token) -> bool:
    """Return whether a word may be a noun, whose name stands after it in the genitive."""
    low = token.low
    return not (token.capital or len(low) < 4 or agreement(low)[0] or _VERB.search(low))

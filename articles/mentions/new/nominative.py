"""From a form of a word back to its nominative, by trying what the rules of declension give."""

import re
from functools import lru_cache

from articles.mentions import people
from articles.mentions.declension import CACHED
from articles.mentions.tokens import Token

_ADDED = ("", "а", "я", "ь", "й", "ий", "ый", "ой", "ая", "яя", "ия", "о", "е")
_ODD = re.compile(r"[аеиоуыэюяйгкхцьъ]ь$|[бвгджзйклмнпрстфхцчшщьъ]й$|[гкхжчшщц][яы]$|[аеиоуыэюя]ы$")
_FLEETING = {"павл": "павел", "льв": "лев", "петр": "петр", "любв": "любовь"}
_IN_EC = re.compile(r"[бвгджзклмнпрстфхчшщ]ц$")
_BEFORE_EC = re.compile(r"[йь]ц$")
_ADJECTIVE = re.compile(
    r"(?:ого|его|ому|ему|ым|им|ом|ем|ой|ей|ую|юю|ая|яя|ое|ее|ый|ий|ые|ие|ых|их|ыми|ими|ою|ею)$"
)
# What an adjective's ending says: gender or p for a plural, and cases.
_AGREEMENT = {
    **dict.fromkeys(("ый", "ий"), ("m", "na")),
    **dict.fromkeys(("ого", "его"), ("mn", "ga")),
    **dict.fromkeys(("ому", "ему"), ("mn", "d")),
    **dict.fromkeys(("ым", "им"), ("mnp", "id")),
    **dict.fromkeys(("ом", "ем"), ("mn", "p")),
    **dict.fromkeys(("ой",), ("mf", "ngdaip")),
    **dict.fromkeys(("ей", "ою", "ею"), ("f", "gdip")),
    **dict.fromkeys(("ую", "юю"), ("f", "a")),
    **dict.fromkeys(("ая", "яя"), ("f", "n")),
    **dict.fromkeys(("ое", "ее"), ("n", "na")),
    **dict.fromkeys(("ые", "ие"), ("p", "na")),
    **dict.fromkeys(("ых", "их"), ("p", "gpa")),
    **dict.fromkeys(("ыми", "ими"), ("p", "i")),
}
_STRESSED = re.compile(
    r"(?:^|-)(?:областн|волостн|окружн|городск|больш|молод|морск|донск|тверск|мужск|миров|полев"
    r"|краев|речн|лесн|ледов|запасн|основн|трудов|передов|степн|родов|войсков|портов|страхов"
    r"|биржев|хоров|игров|пищев|золот|нефтян|грузов|цехов|языков|налив)$"
)


def as_written(token: Token, low: str) -> str:
    """Return another form of a word, given in lower case, with the letters the text writes."""
    if len(token.word) != len(token.low):
        return low.capitalize() if token.capital else low
    if "-" in low and token.low.count("-") == low.count("-"):
        words, parts = token.word.replace("‑", "-").split("-"), token.low.split("-")
        pairs = zip(words, parts, low.split("-"), strict=True)
        return "-".join(_as_written(*three) for three in pairs)
    return _as_written(token.word, token.low, low)


def _as_written(word: str, old: str, low: str) -> str:
    shared = 0
    while shared < min(len(low), len(old)) and low[shared] == old[shared]:
        shared += 1
    rest = low[shared:]
    return word[:shared] + (rest.upper() if len(word) > 1 and word.isupper() else rest)


@lru_cache(CACHED)
def given_names(low: str, gender: str) -> dict[str, str]:
    """Return {nominative: cases} of the given names of which this may be a form."""
    return _undeclined(low, gender, people.given_forms)


@lru_cache(CACHED)
def family_names(low: str, gender: str) -> dict[str, str]:
    """Return {nominative: cases} of the family names of which this may be a form."""
    return _undeclined(low, gender, people.family_forms)


def _undeclined(low: str, gender: str, forms) -> dict[str, str]:
    if "-" in low:
        return _hyphened(low, gender, forms)
    found = {low: "n"}
    if gender != "p":
        found[low] = forms(low, gender).get(low, "n") or "n"
    for cut in range(4):
        stem = low[: len(low) - cut]
        if len(stem) < 2:
            break
        for nominative in _built_on(stem):
            cases = forms(nominative, gender).get(low, "")
            if cases and nominative != low and not _ODD.search(nominative):
                found[nominative] = cases
    return found


def _built_on(stem: str) -> list[str]:
    built = [stem + added for added in _ADDED]
    if stem in _FLEETING:
        built.append(_FLEETING[stem])
    if _BEFORE_EC.search(stem):
        built.append(f"{stem[:-2]}ец")
    if _IN_EC.search(stem):
        built.append(f"{stem[:-1]}ец")
    return built


def _hyphened(low: str, gender: str, forms) -> dict[str, str]:
    first, last = low.rsplit("-", 1)
    if not first or not last:
        return {low: "n"}
    found = {}
    for ending, cases in _undeclined(last, gender, forms).items():
        found[f"{first}-{ending}"] = cases
        for begin, others in _undeclined(first, gender, forms).items():
            shared = "".join(case for case in cases if case in others)
            if shared:
                found.setdefault(f"{begin}-{ending}", shared)
    return found


def agreement(low: str) -> tuple[str, str]:
    """Return the genders (p: plural) and cases of an adjective's ending; "" for no adjective."""
    found = _ADJECTIVE.search(low)
    if not found or len(low) - len(found.group()) < 2:
        return "", ""
    return _AGREEMENT[found.group()]


def adjective_beside(low: str, gender: str) -> str:
    """Return an adjective in the nominative beside a noun of that gender (p: plural)."""
    found = _ADJECTIVE.search(low)
    if not found:
        return low
    stem, ending = low[: found.start()], found.group()
    if stem[-1] in "гкх":
        endings = {"m": "ий", "f": "ая", "n": "ое", "p": "ие"}
    elif stem[-1] in "жшщч":
        endings = {"m": "ий", "f": "ая", "n": "ее", "p": "ие"}
    elif stem[-1] == "н" and ending[0] in "еиюя":
        endings = {"m": "ий", "f": "яя", "n": "ее", "p": "ие"}
    else:
        endings = {"m": "ый", "f": "ая", "n": "ое", "p": "ые"}
    if gender == "m" and _STRESSED.search(stem):
        return f"{stem}ой"
    return stem + endings[gender]

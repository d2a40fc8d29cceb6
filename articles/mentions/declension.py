"""Forms of Russian words by rule, without a dictionary: {form: the cases it may stand in}.

Cases are letters: n g d a i p. Words are in lower case with е for ё. The rules are generous: a
form too many does no harm where the key of the word has been asked first.
"""

import re
from functools import lru_cache

CACHED = 512  # words; a text has few, and repeats them
ALL_CASES = "ngdaip"
# Endings of genitive, dative, accusative, instrumental and prepositional; "|" parts variants.
_TABLES = {
    "hard": ("а", "у", "а", "ом|ем", "е|у"),
    "soft": ("я", "ю", "я", "ем", "е"),
    "iy": ("ия|я", "ию|ю", "ия|я", "ием|ем", "ии|е"),
    "a": ("ы|и", "е", "у", "ой|ою|ей|ею", "е"),
    "ya": ("и", "е", "ю", "ей|ею", "е"),
    "iya": ("ии", "ии", "ию", "ией", "ии"),
    "fem-soft": ("и", "и", "ь", "ью", "и"),
    "o": ("а", "у", "о", "ом", "е"),
    "e": ("я|а", "ю|у", "е", "ем", "е"),
    "ie": ("ия", "ию", "ие", "ием", "ии"),
    "plural": ("ов|ев|ей||ь|й", "ам|ям", "ы|и|а|я|ов|ев|ей|", "ами|ями", "ах|ях"),
    "adj": ("ого|его", "ому|ему", "ого|его", "ым|им", "ом|ем"),
    "adj-fem": ("ой|ей", "ой|ей", "ую|юю", "ой|ей|ою|ею", "ой|ей"),
    "adj-plural": ("ых|их", "ым|им", "ые|ие|ых|их", "ыми|ими", "ых|их"),
    "own": ("а", "у", "а", "ым|ом", "е"),
    "own-fem": ("ой", "ой", "у", "ой|ою", "ой"),
}
_FLEETING = re.compile(r"[ео](?=[бвгджзклмнпрстфхцчшщ]$)")
# Собрание, развитие, санаторий: nouns for all their ending.
_NOUN_IN_IE = re.compile(r"(?:[аеяи]ни|[твлпбрз]и|ци)[ей]$")
_IRREGULAR = {
    "лев": "льв",
    "павел": "павл",
    "петр": "петр",
    "день": "дн",
    "любовь": "любв",
}


@lru_cache(CACHED)
def noun(word: str, gender: str = "") -> dict[str, str]:
    """Return the forms of a noun; the gender tells what a final consonant or ь does."""
    if word.endswith("ия"):
        return _forms(word, word[:-2], "iya")
    if word[-1] == "а":
        return _forms(word, word[:-1], "a")
    if word[-1] == "я":
        return _forms(word, word[:-1], "ya")
    if word.endswith("ие"):
        return _forms(word, word[:-2], "ie")
    if word[-1] in "ьй" or word[-1] not in "аеиоуыэюя":
        return _consonant(word, gender)
    table = {"о": "o", "е": "e", "ы": "plural", "и": "plural"}.get(word[-1])
    return _forms(word, word[:-1], table) if table else {word: ALL_CASES}


@lru_cache(CACHED)
def adjective(word: str) -> dict[str, str]:
    """Return the forms of a word that declines as an adjective does; {} for any other."""
    table = {"ый": "adj", "ий": "adj", "ой": "adj", "ое": "adj", "ее": "adj"}.get(word[-2:])
    table = table or {"ая": "adj-fem", "яя": "adj-fem"}.get(word[-2:])
    table = table or {"ые": "adj-plural", "ие": "adj-plural"}.get(word[-2:])
    if not table or len(word) < 4 or _NOUN_IN_IE.search(word):
        return {}
    forms = _forms(word, word[:-2], table)
    if table != "adj-fem":
        forms[word] = "na"
    return forms


def unchanged(word: str) -> dict[str, str]:
    """Return the one form of a word that does not decline."""
    return {word: ALL_CASES}


def own(word: str, *, feminine: bool) -> dict[str, str]:
    """Return the forms of Иванов or, given the feminine, of Иванова."""
    if feminine:
        return _forms(word, word[:-1], "own-fem")
    return _forms(word, word, "own")


def merged(*all_forms: dict[str, str]) -> dict[str, str]:
    """Return the forms of several readings of a word together."""
    result = {}
    for forms in all_forms:
        for form, cases in forms.items():
            result[form] = result.get(form, "") + cases
    return result


def _consonant(word: str, gender: str) -> dict[str, str]:
    readings = []
    if word[-1] == "ь" and gender != "m":
        readings.append(_forms(word, word[:-1], "fem-soft"))
        if word in _IRREGULAR:
            readings.append(_forms(word, _IRREGULAR[word], "fem-soft"))
    if gender != "f":
        table = {"ь": "soft", "й": "soft"}.get(word[-1], "hard")
        stem = word[:-1] if table == "soft" else word
        readings.append(_forms(word, stem, table))
        if word.endswith("ий"):
            readings.append(_forms(word, word[:-2], "iy"))
        readings += [_forms(word, short, table) for short in _shortened(word, stem)]
    return merged(*readings) if readings else unchanged(word)


def _shortened(word: str, stem: str) -> list[str]:
    """Return the stems a fleeting vowel leaves: отец, отц-; Китаец, китайц-."""
    if word in _IRREGULAR:
        return [_IRREGULAR[word]]
    short = _FLEETING.sub("", stem)
    if short == stem or len(stem) < 4:
        return []
    return [short, f"{short[:-1]}й{short[-1]}", f"{short[:-1]}ь{short[-1]}"]


def _forms(word: str, stem: str, table: str) -> dict[str, str]:
    forms = {word: "n"}
    for case, endings in zip("gdaip", _TABLES[table], strict=True):
        for ending in endings.split("|"):
            form = stem + ending
            forms[form] = forms.get(form, "") + case
    return forms

"""The nominative of words no rule knows, by a dictionary, where the optional extra is installed."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec

_WORD = re.compile(r"[А-Яа-яЁё]{3,}(?:-[А-Яа-яЁё]+)*")
MOST_ADJECTIVES = 3


@cache
def is_installed() -> bool:
    """Return whether the dictionary is there."""
    return bool(find_spec("pymorphy3") and find_spec("pymorphy3_dicts_ru"))


def nominative(name: str) -> str:
    """Return a name with its first noun, and the adjectives before it, in the nominative.

    Returns "" where the dictionary does not know the noun. Raises ImportError without it.
    """
    words = list(_WORD.finditer(name))[: MOST_ADJECTIVES + 1]
    before = []
    for word in words:
        if name[word.start() - 1 : word.start()] not in ("", " ", "«"):
            return ""
        parse = _parse(word.group().lower(), noun=bool(before))
        if parse is None:
            return ""
        if parse.tag.POS == "NOUN":
            return _declined(name, before, word, parse)
        if parse.tag.POS not in ("ADJF", "PRTF"):
            return ""
        before.append((word, parse))
    return ""


def _declined(name: str, before: list, word: re.Match, noun) -> str:
    wanted = {"nomn", noun.tag.number}
    head = noun.inflect(wanted)
    if head is None:
        return ""
    beside = wanted | ({noun.tag.gender} if noun.tag.number == "sing" else set())
    changed = [(word, head.word)]
    for other, parse in before:
        form = parse.inflect(beside - {None})
        if form is None:
            return ""
        changed.append((other, form.word))
    for match, form in sorted(changed, key=lambda pair: -pair[0].start()):
        name = name[: match.start()] + _cased(match.group(), form) + name[match.end() :]
    return name


def _cased(word: str, form: str) -> str:
    """Return a form with the capitals of the word it comes from."""
    if word.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if word[:1].isupper() else form


def _parse(low: str, *, noun: bool):
    """Return the likeliest reading the dictionary has of a word, None if it only guesses.

    After an adjective a ``noun`` is likelier than a verb.
    """
    found = [parse for parse in _analyzer().parse(low) if parse.is_known]
    nouns = [parse for parse in found if noun and parse.tag.POS == "NOUN"]
    return next(iter(nouns or found), None)


@lru_cache(1)
def _analyzer():
    import pymorphy3
    import pymorphy3_dicts_ru

    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path())

"""Organizations a text names: a noun such as «министерство», a legal form, letters in capitals."""

import re
from collections import Counter
from functools import cache

from articles.mentions.bodies import all_other_names
from articles.mentions.countries import LANDS
from articles.mentions.declension import adjective
from articles.mentions.keys import key_of
from articles.mentions.lists import keys
from articles.mentions.new import headed
from articles.mentions.new.lists import (
    BEARERS,
    BODIES,
    COMMON_OPENERS,
    LAND_NOUNS,
    LEGAL_FORMS,
    NO_BODIES,
    OFFICES,
    forms_of,
)
from articles.mentions.new.marks import Mark
from articles.mentions.page import Page, shouted
from articles.mentions.spans import ORGANIZATION
from articles.mentions.tokens import BESIDE, split

FORMS = forms_of(BODIES)
LONGEST_KNOWN = 4  # words of a name taken from the list of state bodies
_OPENING = re.compile(r"\s?\([А-ЯЁA-Z]{2}")
_ROMAN = re.compile(r"[IVXLCDMХ]+$")
_GENERIC = keys("совет суд банк союз центр группа общество радио")


@cache
def _known() -> dict[tuple[str, ...], str]:
    """Return {keys of the words: name} of what state bodies are called for short."""
    known = {}
    for others in all_other_names().values():
        for name in others:
            known.setdefault(tuple(key_of(token.low) for token in split(name)), name)
    return {keys: name for keys, name in known.items() if len(keys) <= LONGEST_KNOWN}


def find_organizations(page: Page, taken: set[int], people: set[int]) -> list[Mark]:
    """Return the bodies named by words of which none is taken; people's names are not theirs."""
    shouts = _letters(page)
    marks = []
    for place in range(len(page.tokens)):
        if place in taken or place in people:
            continue
        mark = _known_at(page, place) or _legal(page, place)
        mark = mark or headed.mark_at(page, place, ORGANIZATION, FORMS, people, _is_proper)
        if mark is None and place in shouts:
            mark = Mark(place, _with_country(page, place), ORGANIZATION)
        if mark is not None:
            marks.append(mark)
    return marks


def _known_at(page: Page, place: int) -> Mark | None:
    """Return the state body called so, longest name first."""
    if not page.tokens[place].capital:
        return None
    known = _known()
    for size in range(LONGEST_KNOWN, 0, -1):
        words = page.tokens[place : place + size]
        name = known.get(tuple(page.keys[place : place + size]))
        if not name or len(words) < size or any(word.joined != BESIDE for word in words[1:]):
            continue
        if name[:2].isupper() and not shouted(words[0]):
            continue
        if size == 1 and not _stands_alone(page, place):
            continue
        last = place + size - 1
        further = _with_country(page, last)
        return Mark(place, further, ORGANIZATION, name=name if further == last else "")
    return None


def _stands_alone(page: Page, place: int) -> bool:
    """Return whether one word with a capital is a name even where it opens a sentence."""
    token, key = page.tokens[place], page.keys[place]
    return key not in LANDS and (not token.opens or shouted(token) or key not in page.lower)


def _legal(page: Page, place: int) -> Mark | None:
    """Return a company in quotation marks after its legal form: ООО «Алмаз»."""
    token = page.tokens[place]
    if token.low not in LEGAL_FORMS or not token.word.isupper() or place + 1 >= len(page.tokens):
        return None
    if not page.tokens[place + 1].quoted:
        return None
    last = headed.quoted_end(page, place + 1)
    return Mark(place, last, ORGANIZATION) if last is not None else None


def _is_proper(page: Page, first: int, head: int, last: int, noun: str) -> bool:
    """Return whether a noun with what belongs to it is somebody's name and not just any."""
    tokens = page.tokens
    if first == head == last:
        return False
    if not any(token.capital or token.quoted for token in tokens[head + 1 : last + 1]):
        if not tokens[first].capital or first < head and _a_land(page, first, head):
            return False
        return not only_opens(page, first, head)
    if tokens[head].capital or first < head or noun in OFFICES or noun in BEARERS:
        return True
    return last - head > 1 or not tokens[last].capital or tokens[last].quoted


def only_opens(page: Page, first: int, head: int) -> bool:
    """Return whether a name has its capital from the sentence it opens, and no more."""
    key = page.keys[first]
    if not page.tokens[first].opens:
        return False
    if first == head:
        return key in _GENERIC or key in page.lower
    if key in page.inner or key in COMMON_OPENERS:
        return key in COMMON_OPENERS
    return head - first < 2 and not _OPENING.match(page.text, page.tokens[head].end)


def _a_land(page: Page, first: int, head: int) -> bool:
    """Return whether the words are a country's: Российская Федерация, Советский Союз."""
    return head - first == 1 and page.keys[first] in LANDS and page.keys[head] in LAND_NOUNS


def _with_country(page: Page, last: int) -> int:
    """Return where a name ends with the country that may follow it."""
    after = page.after(last)
    if after and after.capital and page.keys[last + 1] in LANDS and not adjective(after.low):
        return last + 1
    return last


def _letters(page: Page) -> set[int]:
    """Return the places of words in capitals that are bodies' names: repeated, or explained."""
    places = [place for place in range(len(page.tokens)) if _is_letters(page, place)]
    if len(places) * 3 > len(page.tokens):
        return set()  # the whole text shouts
    times = Counter(page.keys[place] for place in places)
    told = {page.keys[place] for place in places if _bracketed(page, place)}
    return {
        place
        for place in places
        if times[page.keys[place]] > 1 or page.keys[place] in told or _landed(page, place)
    }


def _is_letters(page: Page, place: int) -> bool:
    token = page.tokens[place]
    if not 3 <= len(token.word) <= 8 or not token.word.isupper() or not token.word.isalpha():
        return False
    if token.low in NO_BODIES or _ROMAN.match(token.word) or page.keys[place] in LANDS:
        return False
    beside = [page.before(place), page.after(place)]
    return not any(other and shouted(other) and len(other.word) > 3 for other in beside)


def _bracketed(page: Page, place: int) -> bool:
    token = page.tokens[place]
    around = page.text[max(0, token.start - 1) : token.start], page.text[token.end : token.end + 1]
    return around == ("(", ")")


def _landed(page: Page, place: int) -> bool:
    return _with_country(page, place) > place

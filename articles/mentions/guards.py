"""When words that could be a name are none: common words, places, other people."""

import re

from articles.mentions import lands, people
from articles.mentions.candidates import FAMILY, FULL, INITIALS, NEAR, Match
from articles.mentions.declension import adjective
from articles.mentions.keys import key_of
from articles.mentions.lists import GIVEN_NAMES, PLACES
from articles.mentions.page import Page, shouted
from articles.mentions.source import DECIDED
from articles.mentions.spans import ORGANIZATION, PERSON
from articles.mentions.tokens import Token

ORDINAL = re.compile(r"\d+(?:-\w{1,3})?$")
SHORT = 4  # letters of an acronym too short to be trusted alone


def passes(page: Page, match: Match) -> bool:
    """Return whether the words may be this name at all."""
    if match.how in (FULL, INITIALS, NEAR, FAMILY):
        return True
    if match.row.type == PERSON and match.first == match.last:
        return not page.has_neighbour(match.first, match.last)
    if match.first == match.last and not _fits_case(page.tokens[match.first], match.row):
        return False
    if not _has_capital(page, match) or _numbered(page, match):
        return False
    return not lands.of_another(page, match)


def doubtful(page: Page, match: Match) -> str:
    """Return why a match is to be asked about and not linked; "" if it is to be linked."""
    if match.how in (FULL, INITIALS) or match.first < match.last:
        return ""
    if match.row.source == "acronym" and len(match.row.text) < SHORT:
        return "acronym"
    if page.quotes(match.first, match.last):
        return ""
    if match.row.type == PERSON:
        return _doubtful_person(page, match)
    return _doubtful_word(page, match)


def _doubtful_person(page: Page, match: Match) -> str:
    """Return the doubt about one word that is all of a person's name, or was linked to one."""
    name = people.parse(match.row.name)
    if page.keys[match.first] in GIVEN_NAMES:
        return "given"
    if match.row.source == "seen" and name and name.given and key_of(name.given) == match.row.key:
        return "given"
    if page.keys[match.first] not in page.inner:
        return "opens"
    return "common" if page.keys[match.first] in page.lower else ""


def _doubtful_word(page: Page, match: Match) -> str:
    """Return the doubt about one word that is all of a body's or an event's name."""
    token, key = page.tokens[match.first], page.keys[match.first]
    if match.row.type == ORGANIZATION and key in PLACES:
        return "place"
    if shouted(token) or token.low.isascii() and page.language != "en":
        return ""
    if key in page.lower:
        return "common"
    # «Компания» was linked once, by hand: what opens a sentence so is any company.
    linked_once = match.row.source == "seen"
    if key not in page.inner and (linked_once or not page.endings and adjective(token.low)):
        return "opens"
    before = page.before(match.first)
    return "part" if before and before.capital and not before.opens and not shouted(before) else ""


def _fits_case(token: Token, row) -> bool:
    """Return whether a word is written as a name in capitals asks: ООН, never Оон."""
    if row.source == "acronym":
        return shouted(token)
    return len(row.text) > SHORT or not row.text.isupper() or shouted(token)


def _has_capital(page: Page, match: Match) -> bool:
    """Return whether a name of two words has a capital, or may do without."""
    words = page.tokens[match.first : match.last + 1]
    if len(words) > 2 or any(word.capital or word.quoted for word in words):
        return True
    return match.row.source in DECIDED and match.row.text[:1].islower()


def _numbered(page: Page, match: Match) -> bool:
    """Return whether a number before the words makes them another body: 1-я армия."""
    if match.row.type != ORGANIZATION or not match.first:
        return False
    before = page.before(match.first)
    return bool(before and ORDINAL.match(before.low))

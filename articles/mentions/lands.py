"""Bodies of one name in several countries: «Следственный комитет» of which?"""

from functools import lru_cache

from articles.mentions.candidates import Match
from articles.mentions.countries import HOME, LANDS, land_of
from articles.mentions.declension import CACHED
from articles.mentions.keys import key_of
from articles.mentions.lists import HEADS
from articles.mentions.page import Page
from articles.mentions.spans import PERSON
from articles.mentions.tokens import APART, words_of
from articles.mentions.variants import COMMON

MANY = 3  # times a country is named before a text is taken to speak of it


def of_another(page: Page, match: Match) -> bool:
    """Return whether the words name a body of another country than the row's."""
    own = _land_in(match.row.name)
    if not own or page.endings:  # countries are known by their Russian names
        return False
    words = page.keys[match.first : match.last + 1]
    if any(LANDS.get(word) == own for word in words):
        return False
    beside = _beside(page, match)
    if beside:
        return own not in beside
    if own == HOME:
        return HOME not in page.lands and page.lands[page.land] >= MANY
    if match.row.source == "alias" and _of_its_own(match.row.text):
        return False
    if match.row.source in ("bare", "acronym") or HOME not in page.lands:
        return page.land != own
    return False


def nearest(page: Page, matches: list[Match]) -> list[Match]:
    """Return the matches of one span that are of the country the text speaks of, if any are."""
    if len(matches) == 1 or all(match.row.type == PERSON for match in matches):
        return matches
    if not page.land or page.lands[HOME] >= page.lands[page.land]:
        return matches
    return [m for m in matches if _land_in(m.row.name) == page.land] or matches


@lru_cache(CACHED)
def _of_its_own(name: str) -> bool:
    """Return whether no other country has a body called so: «Мажилис», «Ил Тумэн», not «Минфин»."""
    words = words_of(name)
    return bool(words) and key_of(words[0]) not in HEADS and words[0] not in COMMON


@lru_cache(CACHED)
def _land_in(name: str) -> str:
    return land_of(words_of(name))


def _beside(page: Page, match: Match) -> list[str]:
    """Return the countries named right before or after the words."""
    found = []
    if match.last + 1 < len(page.tokens) and page.tokens[match.last + 1].joined != APART:
        found.append(LANDS.get(page.keys[match.last + 1]))
    if match.first and page.tokens[match.first].joined != APART:
        found.append(LANDS.get(page.keys[match.first - 1]))
    return [land for land in found if land]

"""When words that could be a name are none: common words, other countries, other people."""

from dataclasses import dataclass

from articles.mentions import people
from articles.mentions.candidates import FAMILY, FULL, INITIALS, Match
from articles.mentions.countries import NAMED, country_in
from articles.mentions.keys import key_of
from articles.mentions.spans import PERSON
from articles.mentions.tokens import APART, BESIDE, CLOSING, Token, split

TITLES = frozenset(
    key_of(word)
    for word in "президент премьер министр глава лидер депутат сенатор губернатор мэр посол"
    " генерал полковник господин госпожа мистер миссис сэр король королева принц принцесса"
    " император папа певец певица актер актриса режиссер писатель поэт журналист адвокат"
    " экс-президент госсекретарь премьер-министр вице-президент советник спикер директор"
    " председатель кардинал епископ тренер доктор профессор академик".split()
)


@dataclass(slots=True)
class Page:
    """A text in words, and what stands in it in lower case."""

    text: str
    tokens: list[Token]
    lower: set[str]


def page_of(text: str, tokens: list[Token]) -> Page:
    """Return what the guards need to know of a text."""
    lower = {key_of(token.low) for token in tokens if not token.capital}
    return Page(text, tokens, lower)


def passes(page: Page, match: Match) -> bool:
    """Return whether the words may be this name at all."""
    if match.how in (FULL, INITIALS):
        return True
    if match.how == FAMILY or match.row.type == PERSON:
        return not has_neighbour(page.tokens, match.first, match.last)
    if match.row.source == "acronym" and not _shouted(page.tokens[match.first]):
        return False
    if match.first == match.last and not _fits_case(page.tokens[match.first], match.row.text):
        return False
    if not _has_capital(page, match):
        return False
    return not _of_another_country(page, match)


def doubtful(page: Page, match: Match) -> str:
    """Return why a match is to be asked about and not linked; "" if it is to be linked."""
    row = match.row
    if match.how in (FULL, INITIALS):
        return ""
    if row.source == "acronym" and len(row.text) < 4:
        return "acronym"
    if match.first == match.last:
        if row.type == PERSON and row.source == "seen":
            return _doubtful_person(match)
        return _doubtful_word(page, match)
    return ""


def has_neighbour(tokens: list[Token], first: int, last: int) -> bool:
    """Return whether a name beside these words makes them part of somebody else's."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after and after.joined == BESIDE and after.capital and not _shouted(after):
        return True
    if not first or tokens[first].joined != BESIDE:
        return False
    before = tokens[first - 1]
    if not before.capital or _shouted(before) and not before.initial:
        return False
    return before.initial or not (before.opens or key_of(before.low) in TITLES)


def _doubtful_person(match: Match) -> str:
    """Return the doubt about a single word that editors have linked to a person."""
    name = people.parse(match.row.name)
    given = name and name.given and key_of(name.given) == match.row.key
    return "given" if given else ""


def _doubtful_word(page: Page, match: Match) -> str:
    token = page.tokens[match.first]
    if _shouted(token) or not token.low[0].isalpha() or token.low.isascii():
        return ""
    if token.quoted and page.text[token.end : token.end + 1] in CLOSING:
        return ""
    return "common" if match.row.key in page.lower else ""


def _fits_case(token: Token, name: str) -> bool:
    """Return whether a word is written as a name in capitals asks: ООН, never Оон."""
    return len(name) > 4 or not name.isupper() or _shouted(token)


def _shouted(token: Token) -> bool:
    head = token.word[:2]
    return len(token.word) > 1 and head.isupper()


def _has_capital(page: Page, match: Match) -> bool:
    """Return whether a name of two words has a capital, or may do without."""
    words = page.tokens[match.first : match.last + 1]
    if len(words) > 2 or any(word.capital for word in words):
        return True
    return match.row.source == "seen" and match.row.text[:1].islower()


def _of_another_country(page: Page, match: Match) -> bool:
    if match.row.source not in ("bare", "seen", "acronym"):
        return False
    tokens = page.tokens
    after = tokens[match.last + 1] if match.last + 1 < len(tokens) else None
    beside = []
    if after and after.joined != APART:
        beside.append(NAMED.get(after.low))
    if match.first and tokens[match.first].joined != APART:
        beside.append(NAMED.get(key_of(tokens[match.first - 1].low)))
    named = [country for country in beside if country]
    if not named:
        return False
    own = country_in([token.low for token in split(match.row.name)])[1]
    own = NAMED.get(own.split()[0] if own else "", own)
    return bool(own) and own not in named

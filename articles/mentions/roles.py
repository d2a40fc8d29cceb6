"""Who held a position: «глава республики», «посол Казахстана» suggest them, and never link."""

import re
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, groupby

from articles.mentions import declension
from articles.mentions.candidates import Match
from articles.mentions.countries import GENITIVES, country_in
from articles.mentions.keys import key_of
from articles.mentions.lists import BARE_ROLES, DEPUTIES, ROLES
from articles.mentions.page import Page, shouted
from articles.mentions.spans import LINK, PERSON, SUGGEST, Reason, Span
from articles.mentions.tokens import BESIDE, split, words_of
from articles.mentions.variants import variants

# What heads a body is called after it: «министр …» of «Министерство …».
_HEADED = {"министерство": "министр", "посольство": "посол", "прокуратура": "прокурор"}
_HEADED |= {"мэрия": "мэр", "консульство": "консул"}
_COMMON = {"республики", "федерации", "союза", "штатов", "народной", "королевства"}
_COUNTRY_WORDS = {word for name in GENITIVES for word in words_of(name)} - _COMMON
_REPUBLIC = key_of("республика")
_PLACE_FOLLOWS = ("в", "во", "при")
_WORD = re.compile(r"\w+")
_NEVER = re.compile(r"[гкхжчшщ]ы")  # республики, and not республикы
# What goes on after a role that says all: «посол рассказал», «посол в Москве».
_GOES_ON = re.compile(
    r"(?:в|во|на|о|об|по|с|со|и|а|но|не|от|из|до|к|за|при|также|уже|еще|будет|был|была|это|"
    r".{2,}(?:л|ла|ли|лся|лась|лись|ет|ит|ют|ят|ется|ится))$"
)


def titles(title: str, bodies: list[str]) -> list[str]:
    """Return what texts call who holds a position of that title in a body of those names."""
    words = split(title)
    if not words:
        return []
    at = next((n for n, word in enumerate(words) if key_of(word.low) in ROLES), 0)
    head, full = words[at], title[words[at].start :].strip()
    # «посол Казахстана в России»: also without where that is.
    place = (word.start for word in words[at + 2 :] if word.low in _PLACE_FOLLOWS)
    own = title[head.start : next(place, len(title))].strip()
    found = [*_in_bodies(own, head.low, bodies)]
    if len(words) > at + 1:
        found.insert(0, own)
    found += [_capitalized(other) for known in found for other in _shorter(known)]
    if key_of(head.low) in BARE_ROLES:
        found.append(head.word)
    return list(dict.fromkeys([full, *found] if " " in full else found))


def _in_bodies(own: str, head: str, bodies: list[str]) -> Iterator[str]:
    """Yield a title with each of the bodies after it, or with the country of one."""
    for body in bodies:
        words = split(body)
        if len(words) > 1 and own.lower() == head == _HEADED.get(words[0].low):
            yield f"{own} {body[words[1].start :]}"
        elif words and own.lower() == head:
            yield f"{own} {genitive(body)}"
        elif words and not country_in(words_of(own.partition(" (")[0]))[1]:
            _, country = country_in(words_of(body.partition(" (")[0]))
            if country:
                yield f"{own} {_capitalized(country)}"


def _shorter(known: str) -> Iterator[str]:
    """Yield what is said for a title: its country otherwise or left out, or the republic alone."""
    words = words_of(known)
    for other, rule in variants(known).items():
        begin = words_of(other)
        if rule == "rule" and words[0] in begin[:2]:
            yield other
        if rule == "bare" and begin == words[: len(begin)]:
            yield other
    if len(words) > 2 and key_of(words[1]) == _REPUBLIC:
        yield f"{words[0]} республики"


def _capitalized(words: str) -> str:
    """Return words in lower case with those of countries as they are written: РФ, Якутии."""
    return _WORD.sub(lambda found: _written(found[0]), words)


def _written(word: str) -> str:
    if word not in _COUNTRY_WORDS:
        return word
    return word.upper() if len(word) < 4 else word.capitalize()


def genitive(name: str) -> str:
    """Return a body's name in the genitive: «Республики Саха (Якутия)»."""
    done, end = "", 0
    for word in split(name):
        adjective = declension.adjective(word.low)
        cases = adjective or declension.noun(word.low)
        forms = [form for form in cases if "g" in cases[form] and not _NEVER.search(form)]
        form = forms[0] if forms and not shouted(word) else word.word
        done += name[end : word.start] + (word.word[0] + form[1:])
        end = word.end
        if not adjective:
            break
    return done + name[end:]


def suggested(page: Page, matches: list[Match], spans: list[Span]) -> list[Span]:
    """Return the spans of roles, given all others: none of whom the text links already."""
    linked = {span.entity for span in spans if span.level == LINK}
    bodies = sorted((span.start, span.end) for span in spans if span.type != PERSON)
    starts, reach = (
        [start for start, _ in bodies],
        list(accumulate((end for _, end in bodies), max)),
    )
    found, end = [], 0
    matches = sorted(matches, key=lambda match: (match.first, -match.last))
    for (first, last), same in groupby(matches, lambda match: (match.first, match.last)):
        rows = {match.row.entity: match for match in same}
        begin, stop = page.span(first, last)
        if begin < end or linked & rows.keys() or not _stands_alone(page, first, last):
            continue
        before = bisect(starts, begin)
        if before and stop <= reach[before - 1]:
            continue  # «Администрация главы республики»
        if first == last and len(rows) > 1:
            continue
        match, others = next(iter(rows.values())), tuple(rows) if len(rows) > 1 else ()
        entity, reason = match.row.entity, Reason("role", match.case, match.row.text)
        one = None if others else entity
        found.append(Span(begin, stop, PERSON, match.row.name, one, SUGGEST, reason, others))
        end = stop
    return found


def _stands_alone(page: Page, first: int, last: int) -> bool:
    """Return whether a role is not that of a deputy, nor of somebody named beside it."""
    before, after = page.before(first), page.after(last)
    if before and key_of(before.low) in DEPUTIES:
        return False
    if after and (after.capital and not shouted(after) or after.initial):
        return False
    if first == last and after and not _GOES_ON.match(after.low):
        return False
    return not _after_name(page, first)


def _after_name(page: Page, first: int) -> bool:
    """Return whether a name stands before, with a comma or a dash between."""
    if first < 2:
        return False
    given, family = page.tokens[first - 2 : first]
    gap = page.text[family.end : page.tokens[first].start].strip()
    return family.capital and given.capital and family.joined == BESIDE and gap in (",", "—", "–")

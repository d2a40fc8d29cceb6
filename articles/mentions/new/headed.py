"""Names that turn on a noun, with adjectives before it and what belongs to it after."""

import re
from collections.abc import Callable

from articles.mentions.countries import LANDS
from articles.mentions.new.lists import BEARERS, MATTERS, NOT_GENITIVE, SHORT_GENITIVES
from articles.mentions.new.lists import gender_of_noun as gender_of
from articles.mentions.new.marks import Mark
from articles.mentions.new.nominative import agreement
from articles.mentions.page import Page, shouted
from articles.mentions.phrases import NAMED_AFTER
from articles.mentions.tokens import APART, BESIDE

LONGEST = 12  # words after the noun
MOST_BEFORE = 5
QUOTED_WORDS = 10
QUOTED_AFTER = 4  # words between the noun and the quotation marks
ORDINAL = re.compile(r"(?:[IVXLХ]+|\d{1,3})(?:-?(?:[йяемх]|го|му|ми|ю|ая|ой|ый|ое|ом|ие|их))?$")
_GENITIVE = re.compile(r"(?:ия|ья|ения|ств|ства|ов|ев|ей|ий|ых|их|ого|его|ой|ы|и|а|я|к|ц|ек|ок)$")
_GENITIVE_NAME = re.compile(r"(?:[аяыиу]|[оеё]в|ей|ой|ых|их|ого|его|ий|ь)$")
_PAST = re.compile(r"(?:[аеиоуыя]л[аои]|л[аои]сь|лся|ться|ется|ются|утся|ятся)$")
_BY_MATTER = re.compile(r"(?:ию|у|ю|е|и|ам|ям|ой|ому|ему|ей|ым|им)$")
_SHORT = re.compile(r"(?:ован|[жчшщнлр]ен|готов|рад)[аоы]$")


Proper = Callable[[Page, int, int, int, str], bool]


def mark_at(
    page: Page, head: int, type: str, forms: dict, people: set[int], is_proper: Proper
) -> Mark | None:
    """Return the longest name that turns on the noun there, read as any of those it may be.

    ``is_proper`` says of (page, first, head, last, noun) whether it is a name and not just any.
    """
    marks = []
    for noun, cases in forms.get(page.tokens[head].low, ()):
        first = left_of(page, head, noun, cases, people)
        last = right_of(page, head, noun, people)
        if is_proper(page, first, head, last, noun):
            marks.append(Mark(first, last, type, head, noun))
    return max(marks, key=lambda mark: len(mark.places), default=None)


def left_of(page: Page, head: int, noun: str, cases: str, people: set[int]) -> int:
    """Return where a name begins whose noun stands there: at the first adjective with a capital."""
    gender, first, place = gender_of(noun), head, head - 1
    while place >= 0 and head - place <= MOST_BEFORE and page.tokens[place + 1].joined == BESIDE:
        token = page.tokens[place]
        if place in people or token.quoted:
            break
        if ORDINAL.match(token.word) and (token.word[0].isdigit() or token.word.isupper()):
            named = first < head or page.tokens[head].capital or place + 1 == head
            return place if named else first
        genders, of = agreement(token.low)
        fits = gender in genders and any(case in of for case in cases)
        if not fits:
            break
        if token.capital and not (token.opens and page.keys[place] in page.lower):
            first = place
        place -= 1
    return first


def right_of(page: Page, head: int, noun: str, people: set[int]) -> int:
    """Return where a name ends whose noun stands there."""
    last = head
    while last + 1 < len(page.tokens) and last - head < LONGEST:
        end = _further(page, head, noun, last, people)
        if end is None:
            break
        last = end
    return last


def _further(page: Page, head: int, noun: str, last: int, people: set[int]) -> int | None:
    """Return the last of the words that go on with a name after this one, None if none do."""
    place = last + 1
    token = page.tokens[place]
    if token.quoted and _near(page, place):
        return quoted_end(page, place) if last <= head + QUOTED_AFTER else None
    if token.joined == APART:
        return _listed(page, head, place) or _bracketed(page, place)
    if place in people:
        return None
    if token.low in NAMED_AFTER:
        return _named_after(page, place)
    if token.capital:
        return place if _goes_on(page, place, noun, last == head) else None
    if token.low == "по":
        return place + 1 if _matter(page, place + 1) else None
    matter = any(word.low == "по" for word in page.tokens[head:place])
    if token.low == "и":
        return place + 1 if last > head and _genitive(page, place + 1, matter) else None
    return place if _genitive(page, place, matter) else None


def _near(page: Page, place: int) -> bool:
    """Return whether only spaces and an opening mark part a word from the one before."""
    gap = page.text[page.tokens[place - 1].end : page.tokens[place].start] if place else "\n"
    return len(gap) < 5 and "\n" not in gap and not any(char in ",.;:()!?" for char in gap)


def quoted_end(page: Page, first: int) -> int | None:
    """Return the last word of what is quoted from this word on, None if it is not closed soon."""
    depth = 0
    for place in range(first, min(first + QUOTED_WORDS, len(page.tokens))):
        token = page.tokens[place]
        if place > first and "\n" in page.text[page.tokens[place - 1].end : token.start]:
            return None
        depth += token.quoted
        after = page.text[token.end : token.end + 2]
        closed = len(after) - len(after.lstrip("»“”\"'’"))
        depth -= closed
        if closed and (depth <= 0 or after[:1] != "»"):
            return place
    return None


def _goes_on(page: Page, place: int, noun: str, first: bool) -> bool:
    """Return whether a word with a capital belongs to the name before it."""
    token, key = page.tokens[place], page.keys[place]
    if token.low == "республика":
        return False
    if key in LANDS:
        return not agreement(token.low)[0] or _GENITIVE_NAME.search(token.low) is not None
    if shouted(token) or token.low.isascii():
        return first or shouted(token)
    if first and noun in BEARERS:
        return True
    return bool(_GENITIVE_NAME.search(token.low)) and not token.initial


def _genitive(page: Page, place: int, matter: bool) -> bool:
    """Return whether a word in lower case may stand in the genitive, or after «по»."""
    if place >= len(page.tokens) or page.tokens[place].joined != BESIDE:
        return False
    token = page.tokens[place]
    if token.low in SHORT_GENITIVES:
        return True
    if token.capital or token.low in NOT_GENITIVE or len(token.low) < 3 or _PAST.search(token.low):
        return False
    if _SHORT.search(token.low):
        return False
    return bool(_GENITIVE.search(token.low) or matter and _BY_MATTER.search(token.low))


def _matter(page: Page, place: int) -> bool:
    if place >= len(page.tokens) or page.tokens[place].joined != BESIDE:
        return False
    token = page.tokens[place]
    if token.low in NOT_GENITIVE:
        return False
    return bool(_BY_MATTER.search(token.low)) and len(token.low) > 3


def _listed(page: Page, head: int, place: int) -> int | None:
    """Return where «…, связи и спорта» ends, for bodies whose matters are listed."""
    if page.keys[head] not in MATTERS or place - head > LONGEST:
        return None
    at, bound = place, min(place + 6, len(page.tokens))
    while at < bound:
        token, gap = page.tokens[at], page.text[page.tokens[at - 1].end : page.tokens[at].start]
        if token.low == "и" and at > place:
            end = at + 1
            while end + 1 < len(page.tokens) and _genitive(page, end + 1, False):
                end += 1
            return end if end < len(page.tokens) and _genitive(page, end, False) else None
        if gap not in (", ", " ") or token.capital or not _GENITIVE.search(token.low):
            return None
        if token.low in NOT_GENITIVE or _PAST.search(token.low):
            return None
        at += 1
    return None


def _bracketed(page: Page, place: int) -> int | None:
    """Return the place of a word alone in brackets after «Саха»: Республика Саха (Якутия)."""
    token, before = page.tokens[place], page.tokens[place - 1]
    gap = page.text[before.end : token.start]
    closes = page.text[token.end : token.end + 1] == ")"
    if gap.strip() == "(" and closes and before.low in ("саха", "рс"):
        return place
    return None


def _named_after(page: Page, place: int) -> int | None:
    """Return the last of the names after «имени», None if there are none."""
    last = None
    for at in range(place + 1, min(place + 5, len(page.tokens))):
        token = page.tokens[at]
        if not token.capital or token.joined == APART and not page.tokens[at - 1].initial:
            break
        last = at
        if len(token.low) > 1 and not token.initial and at + 1 < len(page.tokens):
            after = page.tokens[at + 1]
            if not (after.capital and after.joined == BESIDE and page.keys[at + 1] not in LANDS):
                break
    return last

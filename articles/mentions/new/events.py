"""Events a text names: a noun such as «форум» with a capital or quotation marks beside it."""

from articles.mentions.countries import LANDS
from articles.mentions.new import headed
from articles.mentions.new.lists import COMMON_EVENTS, EVENTS, forms_of
from articles.mentions.new.marks import Mark
from articles.mentions.new.organizations import only_opens
from articles.mentions.page import Page
from articles.mentions.spans import EVENT

FORMS = forms_of(EVENTS)
_WORLD = {"мира", "европы", "азии", "победы", "россии"}


def find_events(page: Page, taken: set[int], people: set[int]) -> list[Mark]:
    """Return the events named by words of which none is taken."""
    marks = [
        headed.mark_at(page, head, EVENT, FORMS, people, _is_proper)
        for head in range(len(page.tokens))
        if head not in taken and head not in people
    ]
    return [mark for mark in marks if mark is not None]


def _is_proper(page: Page, first: int, head: int, last: int, noun: str) -> bool:
    """Return whether a noun with what belongs to it is the name of one event."""
    tokens = page.tokens
    if any(tokens[place].quoted for place in range(head + 1, last + 1)):
        return True
    before = [tokens[place] for place in range(first, head)]
    named = any(token.capital and not token.opens for token in before)
    named = named or first < head and tokens[first].capital and not only_opens(page, first, head)
    if named and not _only_country(page, first, head):
        return True
    after = [tokens[place] for place in range(head + 1, last + 1)]
    if tokens[head].capital and not tokens[head].opens and after:
        return True
    if noun in COMMON_EVENTS:
        return False
    return bool(after) and any(token.low in _WORLD for token in after)


def _only_country(page: Page, first: int, head: int) -> bool:
    """Return whether only a country says which event: «Российская выставка» is none."""
    return head - first == 1 and page.keys[first] in LANDS

"""The nominative of an organization's or an event's name: its noun and what agrees with it."""

from articles.mentions.new.headed import ORDINAL
from articles.mentions.new.lists import gender_of_noun
from articles.mentions.new.marks import Mark, span_of
from articles.mentions.new.nominative import adjective_beside, as_written
from articles.mentions.page import Page

_PROPER = 255


def nominative(page: Page, mark: Mark) -> str:
    """Return the name in the nominative, the rest of it as it stands."""
    if mark.name:
        return mark.name
    start, end = span_of(page, mark)
    if mark.head < 0:
        return tidy(page.text[start:end])
    gender, words = gender_of_noun(mark.noun), []
    for place in range(mark.first, mark.head):
        token = page.tokens[place]
        if ORDINAL.match(token.word):
            words.append(_ordinal(token.word, gender))
        else:
            words.append(as_written(token, adjective_beside(token.low, gender)))
    head = page.tokens[mark.head]
    words.append(as_written(head, mark.noun))
    name = tidy(" ".join(words) + page.text[head.end : end])
    return name[:1].upper() + name[1:]


def tidy(name: str) -> str:
    """Return a name with single spaces and no unseen characters, as long as it may be."""
    name = " ".join(name.replace("\u00ad", "").replace("\u200b", "").split())
    return name[:_PROPER]


def _ordinal(word: str, gender: str) -> str:
    """Return «21-й» for «21-го», agreeing with its noun; Roman numerals as they stand."""
    number, dash, _ = word.partition("-")
    if not dash or not number.isdigit():
        return word
    return number + {"m": "-й", "f": "-я", "n": "-е", "p": "-е"}[gender]

"""From a text to the spans of it that name somebody or something known."""

from itertools import groupby

from articles.mentions import candidates, coreference, guards, homonyms, lands, nesting, roles
from articles.mentions.candidates import Match
from articles.mentions.coreference import Later
from articles.mentions.homonyms import Choice
from articles.mentions.page import Page, read
from articles.mentions.source import Source
from articles.mentions.spans import LINK, PERSON, SUGGEST, Reason, Span


def find(text: str, language: str = "ru", *, source: Source) -> list[Span]:
    """Return the names in a text that the source knows, in the order they stand.

    Raises ValueError for a language whose words the search cannot read.
    """
    page = read(text, language)
    matches = _matches(page, candidates.ask(page), language, source)
    matches += _matches(page, candidates.ask_near(page, matches), language, source)
    held = [match for match in matches if match.row.source == "role"]
    matches = [match for match in matches if match.row.source != "role"]
    matches = [match for match in matches if guards.passes(page, match)]
    choices = nesting.outermost(_choices(page, matches))
    spans = _spans(page, choices)
    spans += roles.suggested(page, held, spans)
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _matches(page: Page, asked: dict, language: str, source: Source) -> list[Match]:
    rows = source.lookup(asked) if asked else []
    return candidates.verified(page, asked, [row for row in rows if row.language in ("", language)])


def _choices(page: Page, matches: list[Match]) -> list[Choice]:
    """Return what each span of words names."""
    choices = []
    matches.sort(key=_span_of)
    for _, same in groupby(matches, key=_span_of):
        choice = homonyms.choose(lands.nearest(page, list(same)))
        if not choice:
            continue
        doubt = choice.level == LINK and guards.doubtful(page, choice.match)
        if doubt:
            choice = Choice(choice.match, SUGGEST, doubt, choice.others)
        choices.append(choice)
    return choices


def _span_of(match: Match) -> tuple[int, int]:
    return match.first, match.last


def _spans(page: Page, choices: list[Choice]) -> list[Span]:
    linked = [choice for choice in choices if choice.level == LINK]
    taken = {
        place
        for choice in linked
        for place in range(choice.match.first, choice.match.last + 1)
        if not _lone_person(choice)
        and (choice.match.row.type == PERSON or choice.match.first == choice.match.last)
    }
    full = [choice for choice in linked if not _lone_person(choice)]
    later = coreference.find_later(page, coreference.people_met(full), taken)
    places = {word.place for word in later}
    strangers = coreference.strangers(page, taken)
    spans = [_later_span(page, word) for word in later]
    for choice in choices:
        place = choice.match.first
        if _lone_person(choice) and place in places:
            continue
        if _lone_person(choice) and choice.level == LINK and page.keys[place] in strangers:
            choice = Choice(choice.match, SUGGEST, "stranger", choice.others)
        spans.append(_span(page, choice))
    return spans


def _lone_person(choice: Choice) -> bool:
    """Return whether one word is thought to be a person whose name has more of them."""
    match = choice.match
    return (
        match.row.type == PERSON
        and match.first == match.last
        and match.row.source == "seen"
        or (match.how == candidates.FAMILY)
    )


def _span(page: Page, choice: Choice) -> Span:
    match, row = choice.match, choice.match.row
    reason = Reason(choice.why or _kind(match), match.case, row.text)
    entity = row.entity if choice.level == LINK or not choice.others else None
    start, end = page.span(match.first, match.last)
    others = choice.others if entity is not None else (row.entity, *choice.others)
    return Span(start, end, row.type, row.name, entity, choice.level, reason, others)


def _kind(match: Match) -> str:
    if match.row.type == PERSON and match.how in (candidates.FULL, candidates.INITIALS):
        return match.how
    return match.row.source


def _later_span(page: Page, word: Later) -> Span:
    """Return the span of a family or given name that stands for a person met in full."""
    token, first = page.tokens[word.place], word.met[0]
    row, others = first.choice.match.row, tuple(met.choice.match.row.entity for met in word.met)
    if len(others) > 1:
        reason = Reason("several", word.case, token.word)
        return Span(token.start, token.end, PERSON, row.name, None, SUGGEST, reason, others)
    where = page.paragraph(first.choice.match.first)
    reason = Reason(f"later {word.part}", word.case, str(where))
    return Span(token.start, token.end, PERSON, row.name, row.entity, LINK, reason)

"""Which of several entities a name means; never guessed, but told by what editors confirmed."""

from dataclasses import dataclass

from articles.mentions.candidates import FAMILY, NEAR, Match
from articles.mentions.spans import LINK, PERSON, SUGGEST

DOMINANT = 0.6
STRONG = 3  # confirmations that outweigh a name being that of another
SURE_SOURCES = ("name", "alias", "rule")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a span of words was found to name."""

    match: Match
    level: str
    why: str
    others: tuple = ()


def choose(matches: list[Match]) -> Choice | None:
    """Return what one span of words names; all matches have that span.

    None if all one knows of the words is that editors said whom they do not name.
    """
    refused = _decided(matches, "refused")
    matches = [match for match in matches if match.row.source != "refused"]
    matches = [match for match in matches if match.how != NEAR] or matches
    if not matches:
        return None
    seen = _decided(matches, "seen")
    choice = _choose(matches, seen, sum(refused.values()))
    entity = choice.match.row.entity
    if choice.level == LINK and refused.get(entity, 0) > seen.get(entity, 0):
        return Choice(choice.match, SUGGEST, "refused", choice.others)
    return choice


def _choose(matches: list[Match], seen: dict, refused: int) -> Choice:
    family = {match.row.entity for match in matches if match.how == FAMILY}
    matches = [match for match in matches if match.how != FAMILY] or matches
    by_entity: dict = {}
    for match in sorted(matches, key=_surest):
        by_entity.setdefault(match.row.entity, match)
    total = sum(seen.values())
    best = max(by_entity.values(), key=lambda match: (seen.get(match.row.entity, 0), *_rank(match)))
    others = tuple(entity for entity in by_entity if entity != best.row.entity)
    if best.how == NEAR:
        return Choice(best, SUGGEST, "near", others)
    if best.how == FAMILY:
        return Choice(best, SUGGEST, "several" if others else "family", others)
    if _is_part_of_a_name(best) and (bearers := family - by_entity.keys()):
        return Choice(best, SUGGEST, "several", (*others, *sorted(bearers)))
    if total >= STRONG or total and not _sure(matches):
        share = seen.get(best.row.entity, 0) / (total + refused)
        return _level(best, share >= DOMINANT, "seen", others)
    return _by_name(by_entity, others)


def _by_name(by_entity: dict, others: tuple) -> Choice:
    """Choose by the kind of name, and among equals by how often each was linked before."""
    ranked = sorted(by_entity.values(), key=_rank, reverse=True)
    best = ranked[0]
    equal = [match for match in ranked if _rank(match)[0] == _rank(best)[0]]
    if len(equal) == 1:
        others = tuple(entity for entity in by_entity if entity != best.row.entity)
        return _level(best, True, "", others)
    total = sum(match.row.times for match in equal)
    best = max(equal, key=lambda match: match.row.times)
    others = tuple(entity for entity in by_entity if entity != best.row.entity)
    return _level(best, bool(total) and best.row.times / total >= DOMINANT, "prior", others)


def _level(match: Match, sure: bool, why: str, others: tuple) -> Choice:
    if not sure:
        return Choice(match, SUGGEST, "several" if others else why, others)
    return Choice(match, LINK, why, others)


def _decided(matches: list[Match], source: str) -> dict:
    """Return how often editors confirmed, or refused, these very words, by entity."""
    times = {}
    for row in {match.row: None for match in matches if match.row.source == source}:
        times[row.entity] = times.get(row.entity, 0) + row.times
    return times


def _sure(matches: list[Match]) -> bool:
    return any(match.row.source in SURE_SOURCES for match in matches)


def _is_part_of_a_name(match: Match) -> bool:
    """Return whether editors linked one word to a person who has more names."""
    row = match.row
    return row.type == PERSON and row.source == "seen" and " " in row.name and row.text != row.name


def _rank(match: Match) -> tuple:
    order = {"name": 3, "alias": 3, "seen": 2, "rule": 2, "bare": 1, "acronym": 0}
    return order[match.row.source], match.row.times


def _surest(match: Match) -> tuple:
    return tuple(-part for part in _rank(match))


def is_person(match: Match) -> bool:
    """Return whether a match is of a person."""
    return match.row.type == PERSON

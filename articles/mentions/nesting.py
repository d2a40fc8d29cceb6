"""Which of the names found over one another stand."""

from articles.mentions.homonyms import Choice, is_person
from articles.mentions.spans import LINK


def outermost(choices: list[Choice]) -> list[Choice]:
    """Return the choices that stand, longest first; a body inside another's name stays."""
    kept, at_place = [], {}
    for choice in sorted(choices, key=_weight):
        places = range(choice.match.first, choice.match.last + 1)
        over = [longer for place in places for longer in at_place.get(place, ())]
        if all(_stand_together(longer, choice) for longer in over):
            kept.append(choice)
            for place in places:
                at_place.setdefault(place, []).append(choice)
    return kept


def _weight(choice: Choice) -> tuple:
    match = choice.match
    return choice.level != LINK, match.first - match.last, match.first


def _stand_together(longer: Choice, choice: Choice) -> bool:
    outer, inner = longer.match, choice.match
    if choice.level != LINK or not (outer.first < inner.first and inner.last <= outer.last):
        return False
    return not is_person(outer) and outer.row.entity != inner.row.entity

"""Which of the names found over one another stand."""

from articles.mentions.homonyms import Choice, is_person
from articles.mentions.spans import LINK


def outermost(choices: list[Choice]) -> list[Choice]:
    """Return the choices that stand, longest first; a body inside another's name stays."""
    kept: list[Choice] = []
    for choice in sorted(choices, key=_weight):
        if all(_stand_together(longer, choice) for longer in _over(kept, choice)):
            kept.append(choice)
    return kept


def _weight(choice: Choice) -> tuple:
    match = choice.match
    return choice.level != LINK, match.first - match.last, match.first


def _over(kept: list[Choice], choice: Choice) -> list[Choice]:
    match = choice.match
    return [
        other
        for other in kept
        if other.match.first <= match.last and match.first <= other.match.last
    ]


def _stand_together(longer: Choice, choice: Choice) -> bool:
    outer, inner = longer.match, choice.match
    if choice.level != LINK or not (outer.first < inner.first and inner.last <= outer.last):
        return False
    return not is_person(outer)

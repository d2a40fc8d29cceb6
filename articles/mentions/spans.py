"""What the search gives back."""

from collections.abc import Hashable
from dataclasses import dataclass

PERSON, ORGANIZATION, EVENT = "PERSON", "ORGANIZATION", "EVENT"
PLACE = "PLACE"  # recognized, and of no concern but that it is nobody's name
LINK, SUGGEST = "link", "suggest"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a span was found: a code that articles.mentions.reasons puts into words."""

    code: str
    case: str = ""
    detail: str = ""

    def __str__(self) -> str:
        from articles.mentions.reasons import in_words  # the only part that needs Django

        return in_words(self)


@dataclass(frozen=True, slots=True)
class Span:
    """A name in the text: ``text[start:end]``, in code points of the text as given."""

    start: int
    end: int
    type: str
    name: str
    entity: Hashable | None
    level: str
    reason: Reason
    others: tuple = ()  # entities it might name as well

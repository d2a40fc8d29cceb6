"""What the search for new names gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewName:
    """A name nobody has recorded: in the nominative, with where it stands in the text."""

    type: str
    name: str
    places: tuple[tuple[int, int], ...]

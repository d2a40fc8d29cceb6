"""Languages that put endings after a word and leave the word itself nearly as it was.

A language is data: which sounds there are, the endings after each, and the last letters that
change before them. What may stand at the end of a word of a text is taken off to find the name,
and a name is verified by what stands after it; both look into the same tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.mentions.declension import ALL_CASES
from articles.mentions.keys import LONGEST, key_of

SHORTEST = 2  # letters of a name
SILENT = "ьъ"


@dataclass(frozen=True, slots=True)
class Change:
    """A last letter of a word that becomes another before an ending that so begins."""

    letter: str
    becomes: str
    before: str


@dataclass(frozen=True)
class Endings:
    """Endings, {kind of sound: {ending: case}}; a person's name takes fewer than a body's."""

    kinds: dict[str, str]  # letter: kind of sound; of other letters it is ""
    people: dict[str, dict[str, str]]
    bodies: dict[str, dict[str, str]]
    changes: tuple[Change, ...] = ()
    narrowed: dict[str, dict[str, str]] = field(default_factory=dict)  # in place of a last vowel
    inner: frozenset[str] = frozenset()  # of words before the last of a name
    bare: str = "n"  # the case of a word without endings
    hyphened: dict[str, str] = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        every = {}
        for endings in (*self.narrowed.values(), *self.bodies.values()):
            every |= endings
        object.__setattr__(self, "hyphened", every)
        object.__setattr__(self, "longest", max(map(len, every)))

    def keys(self, low: str) -> tuple[str, ...]:
        """Return the keys of all a word may be a form of, its own first."""
        return tuple(dict.fromkeys(map(key_of, self.stems(low))))

    def stems(self, low: str) -> list[str]:
        """Return all a word may be a form of, itself first."""
        found = [low]
        if len(low) > LONGEST:
            return found
        for cut in range(len(low) - 1, max(SHORTEST, len(low) - self.longest) - 1, -1):
            if low[cut:] in self.hyphened:
                found += self._before(low[:cut], low[cut:])
        return found

    def cases(self, low: str, word: str, *, body: bool = False) -> str:
        """Return the cases in which a name is so written, "" if it never is."""
        if low == word:
            return self.bare
        tables = self.bodies if body else self.people
        if case := low.startswith(word) and self._after(word, low[len(word) :], tables):
            return case
        if not low.startswith(word[:-1]):
            return ""
        rest = low[len(word) - 1 :]
        if body and (case := self.narrowed.get(word[-1], {}).get(rest)):
            return case
        changed = (change.letter + change.becomes for change in self._changes_before(rest[1:2]))
        return self._after(word, rest[1:], tables) if word[-1] + rest[:1] in changed else ""

    def is_inner(self, low: str, word: str) -> bool:
        """Return whether a word before the last of a name is so written."""
        return low == word or low.startswith(word) and low[len(word) :] in self.inner

    def _after(self, word: str, ending: str, tables: dict) -> str:
        if ending[:1] == "-":
            return self.hyphened.get(ending[1:], "")
        return tables.get(self._kind(word), self.hyphened).get(ending, "")

    def _changes_before(self, letter: str) -> Iterable[Change]:
        return (change for change in self.changes if letter in change.before)

    def _kind(self, word: str) -> str:
        letter = word[-2:-1] if word[-1:] in SILENT else word[-1:]
        return self.kinds.get(letter, "")

    def _before(self, base: str, ending: str) -> Iterable[str]:
        """Return what the words may be that have this base before that ending."""
        if base[-1] == "-":
            return [base[:-1]] if len(base) > SHORTEST else []
        found = [base] if self._after(base, ending, self.bodies) else []
        found += [base + vowel for vowel, table in self.narrowed.items() if ending in table]
        for change in self._changes_before(ending[0]):
            if base[-1] == change.becomes:
                word = base[:-1] + change.letter
                found += [word] if self._after(word, ending, self.bodies) else []
        return found


def spelt(template: str, harmonies: Iterable[tuple[str, ...]]) -> set[str]:
    """Return the ways an ending is written: its capitals stand for the letters of a harmony.

    A harmony has a letter for each capital of harmonies[0], its alphabet; "|" parts variants.
    """
    capitals, *harmonies = harmonies
    tables = [str.maketrans(dict(zip(capitals, letters, strict=True))) for letters in harmonies]
    return {part.translate(table) for part in template.split("|") for table in tables}


def by_case(cases: str, templates: str, harmonies: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Return {ending: case} of the templates in a line, one for each case; "*" is any case."""
    harmonies, found = list(harmonies), {}
    for case, template in zip(cases, templates.split(), strict=True):
        for ending in spelt(template, harmonies):
            found.setdefault(ending, ALL_CASES if case == "*" else case)
    return found


def chained(first: Iterable[str], then: dict[str, str]) -> dict[str, str]:
    """Return the endings that have one of the first before one of the others."""
    return {begin + ending: case for begin in first for ending, case in then.items()}

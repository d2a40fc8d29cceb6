"""How one text became another, in words."""

import re
from difflib import SequenceMatcher

Parts = list[tuple[str, str]]  # [("same" | "removed" | "added", text), ...]

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Of what is compared line by line, and word by word: the time grows with the square of it.
MOST_LINES = 4_000
MOST_LETTERS = 20_000


def diff_words(old: str, new: str) -> Parts:
    """Return how one text became the other."""
    return _parts(WORDS.findall(old), WORDS.findall(new), autojunk=False)


def diff_lines(old: str, new: str) -> list[Parts]:
    """Return the lines that differ, those together as parts; [] for what is the same between.

    However long the texts are it takes a moment: what is too long is not compared by words.
    """
    before, after = old.splitlines(), new.splitlines()
    start, end = _common(before, after)
    head, tail = before[:start], before[len(before) - end :]
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    if not before and not after:
        return []
    rows = [[]] if head else []
    for kind, i1, i2, j1, j2 in _opcodes(before, after):
        rows.append([] if kind == "equal" else _changed(before[i1:i2], after[j1:j2]))
    return [*rows, []] if tail else rows


def _common(before: list[str], after: list[str]) -> tuple[int, int]:
    """Return how many lines are the same at the start, and after them at the end."""
    most = min(len(before), len(after))
    start = next((n for n in range(most) if before[n] != after[n]), most)
    most -= start
    end = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    return start, end


def _opcodes(before: list[str], after: list[str]) -> list[tuple]:
    if len(before) + len(after) > MOST_LINES:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after).get_opcodes()


def _changed(before: list[str], after: list[str]) -> Parts:
    old, new = "\n".join(before), "\n".join(after)
    if len(old) + len(new) > MOST_LETTERS:
        return [(kind, text) for kind, text in [("removed", old), ("added", new)] if text]
    return _parts(WORDS.findall(old), WORDS.findall(new))


def _parts(before: list[str], after: list[str], autojunk: bool = True) -> Parts:
    parts = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            parts.append(("removed", "".join(before[i1:i2])))
        if j2 > j1:
            parts.append(("added", "".join(after[j1:j2])))
    return parts

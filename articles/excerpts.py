"""What stands round some words of a text: their sentence, as the desk is shown it."""

import re

# An initial or a shortened word such as «г.» or «ул.» ends no sentence.
SENTENCE_END = re.compile(r"(?:(?<!\b\w)(?<!\b\w\w)[.…]|[!?])[.!?…]*[»”\")]*\s+|\n")


def sentence_round(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """Return what stands before and after ``text[start:end]`` in its sentence.

    Of more than that many characters either is cut between words.
    """
    begin, stop = max(0, start - 2 * most), end + 2 * most
    for match in SENTENCE_END.finditer(text, begin, start):
        begin = match.end()
    before = text[begin:start]
    if match := SENTENCE_END.search(text, end, stop):
        after = text[end : match.end()].rstrip()
    else:
        after = text[end:stop]
    if len(before) > most:
        before = "…" + before[-most:].partition(" ")[2]
    if len(after) > most:
        after = after[:most].rpartition(" ")[0] + "…"
    return before, after

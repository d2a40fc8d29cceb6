"""Where the words of a body's plain text stand in its HTML, and mentions put around them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import unescape

from .forms import INSIDE, MENTION, QUOTE
from .text import BLOCK_END, to_text

# What clean HTML is made of: a tag, a character that had to be escaped, other characters.
TOKEN = re.compile(r'<(?P<end>/?)(?P<name>[a-z0-9]+)(?:[^">]|"[^"]*")*>|&\w+;|[^<&]++')
WORD = re.compile(r"\S+")
VOID = {"br", "hr"}
# A name in one of these is no place for a link of ours.
CLOSED = {"a", "h2", "h3", "cite", "span", "figure"}
PHRASE = re.compile(INSIDE)
INLINE = re.compile(r"<(/?)(\w+)>")

Mark = tuple[str, int, int, int]  # ("person", 7, start, end) of the plain text


class Places:
    """The plain text of a clean body, the same as to_text() gives, and its places in the HTML."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._stops, self._stacks = [], []  # where each run of characters begins, within what
        raw, starts, ends = self._read()
        parts, self._starts, self._ends, last = [], [], [], 0
        for word in WORD.finditer(raw):
            begin, end = word.span()
            if parts:
                parts.append("\n" if len(f"-{raw[last:begin]}-".splitlines()) > 1 else " ")
                self._starts.append(starts[last])
                self._ends.append(ends[begin - 1])
            parts.append(word[0])
            self._starts += starts[begin:end]
            self._ends += ends[begin:end]
            last = end
        self.text = "".join(parts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]``, which is not empty, stands in the HTML."""
        return self._starts[start], self._ends[end - 1]

    def is_free(self, start: int, end: int) -> bool:
        """Return whether these words may become a mention: in a sentence, and in nothing else."""
        first, last = self.span(start, end)
        inside = PHRASE.fullmatch(self.html, first, last)
        return inside is not None and CLOSED.isdisjoint(self._stack(first))

    def mentions(self) -> Iterator[Mark]:
        """Yield the mentions that the body has."""
        for match in MENTION.finditer(self.html):
            yield match["kind"], int(match["id"]), *self._span_in_text(match, "words")

    def quotes(self) -> Iterator[tuple[str, int, int]]:
        """Yield the words of each quotation that has a speaker, and where the text says who."""
        for match in QUOTE.finditer(self.html):
            if words := to_text(match["words"]):
                yield words, *self._span_in_text(match, "speaker")

    def marked(self, marks: Iterable[Mark]) -> str:
        """Return the HTML with mentions at these places, all free and none over another."""
        parts, done = [], 0
        for kind, pk, start, end in sorted(marks, key=lambda mark: mark[2]):
            first, last, mention = self._mention(f'<span data-{kind}="{pk}">', start, end)
            parts += [self.html[done:first], mention]
            done = last
        return "".join([*parts, self.html[done:]])

    def _read(self) -> tuple[str, list[int], list[int]]:
        """Return the characters between the tags, a line end for each block, and their places."""
        raw, starts, ends, stack = [], [], [], ()
        for token in TOKEN.finditer(self.html):
            start, end = token.span()
            name = token["name"]
            if name is None:
                self._stops.append(start)
                self._stacks.append(stack)
            elif token["end"]:
                stack = stack[:-1]
            elif name not in VOID:
                stack = (*stack, name)
            if name is None and token[0][0] != "&":
                raw.append(token[0])
                starts += range(start, end)
                ends += range(start + 1, end + 1)
            elif name is None or BLOCK_END.fullmatch(token[0]):
                raw.append("\n" if name else unescape(token[0]))
                starts.append(start)
                ends.append(end)
        return "".join(raw), starts, ends

    def _span_in_text(self, match: re.Match, group: str) -> tuple[int, int]:
        ends = self._ends
        return bisect_right(ends, match.start(group)), bisect_right(ends, match.end(group))

    def _stack(self, place: int) -> tuple[str, ...]:
        """Return the elements around a character, the outermost first."""
        return self._stacks[bisect_right(self._stops, place) - 1]

    def _mention(self, opening: str, start: int, end: int) -> tuple[int, int, str]:
        """Return the words as a mention and what of the HTML it replaces.

        Where <strong> or the like holds but a part of the words it is taken in whole, or parted.
        """
        first, last = self.span(start, end)
        before, after = self._stack(first), self._stack(last - 1)
        around = self._around(first, last)
        left, right = list(before[around:]), list(after[around:])
        while left and self.html.endswith(f"<{left[-1]}>", 0, first):
            first -= len(f"<{left.pop()}>")
        while right and self.html.startswith(f"</{right[-1]}>", last):
            last += len(f"</{right.pop()}>")
        inside = f"{_opened(left)}{self.html[first:last]}{_closed(right)}"
        return first, last, f"{_closed(left)}{opening}{inside}</span>{_opened(right)}"

    def _around(self, first: int, last: int) -> int:
        """Return how many elements hold all the characters from one to the other."""
        depth = least = len(self._stack(first))
        for tag in INLINE.finditer(self.html, first, last):
            depth += -1 if tag[1] else 1
            least = min(least, depth)
        return least


def _opened(names: list[str]) -> str:
    return "".join(f"<{name}>" for name in names)


def _closed(names: list[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(names))

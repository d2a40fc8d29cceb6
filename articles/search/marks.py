"""The words a reader asked for, marked in what was found."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.search.asking import Asked
from articles.search.words import fold, stem

BEFORE, AFTER = 80, 180  # letters of a text around the first word that was asked for


class Marker:
    """Finds the words of a query in texts, in whatever form they stand."""

    def __init__(self, asked: Asked) -> None:
        self.forms = {word for term in asked.terms for form in term.forms() for word in form}
        beginnings = sorted({_beginning(form) for form in self.forms})
        self.pattern = re.compile(rf"\b(?:{'|'.join(beginnings)})\w*", re.IGNORECASE)

    def places(self, text: str) -> list[re.Match]:
        """Return where the words stand."""
        return [match for match in self.pattern.finditer(text) if self._is_asked(match[0])]

    def mark(self, text: str) -> SafeString:
        """Return a text as HTML with the words marked."""
        parts, at = [], 0
        for match in self.places(text):
            parts += [escape(text[at : match.start()]), "<mark>", escape(match[0]), "</mark>"]
            at = match.end()
        return mark_safe("".join([*parts, escape(text[at:])]))

    def excerpt(self, text: str) -> SafeString | str:
        """Return what stands around the first of the words, marked; nothing if there is none."""
        found = (match for match in self.pattern.finditer(text) if self._is_asked(match[0]))
        first = next(found, None)
        if first is None:
            return ""
        start, end = max(0, first.start() - BEFORE), min(len(text), first.end() + AFTER)
        start = text.find(" ", start, first.start()) + 1 if start else 0
        if end < len(text):
            end = max(text.rfind(" ", first.end(), end), first.end())
        words = " ".join(text[start:end].split())
        return self.mark(f"{'… ' if start else ''}{words}{' …' if end < len(text) else ''}")

    def _is_asked(self, word: str) -> bool:
        word = fold(word)
        return word in self.forms or stem(word) in self.forms


def _beginning(form: str) -> str:
    """Return a pattern for the letters that all words of a stem begin with."""
    if form.isascii() and len(form) > 3:
        form = form[:-1]  # happy and happi, the English stem of both
    return form.replace("е", "[её]")

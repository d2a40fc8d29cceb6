"""Words of a text with their places in it, whatever invisible characters stand inside."""

import re
import unicodedata
from dataclasses import dataclass

# Soft hyphen, zero-width spaces and joiners, marks of direction: inside words, seen by nobody.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
MARKS = "\u0300-\u036f"
YEAR = r"(?:19|20)\d\d(?![\w-])"  # «ПМЭФ-2025» are two words
WORD = re.compile(
    rf"[^\W_](?:[^\W_]|[{UNSEEN}{MARKS}]+(?=[^\W_]|[{UNSEEN}{MARKS}])|[{MARKS}]"
    rf"|[-‐‑'’](?=[{UNSEEN}]?[^\W_])(?!{YEAR}))*"
)
PLAIN = re.compile(r'[А-Яа-яЁё0-9 «»"№-]*')
PLAIN_WORD = re.compile(rf"[а-я0-9]+(?:-(?!{YEAR})[а-я0-9]+)*")
IGNORED = re.compile(f"[{UNSEEN}\u0301]")
ACCENTED = re.compile(f"[{MARKS}]")
LATIN, CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[а-яіүөһҥҕқғәңұ]")
# Lower-case h is typed for the Sakha letter, capital H for the Russian one it looks like.
TWINS = str.maketrans("aceopxykmtbhiACEOPXYKMTBHI", "асеорхукмтвһіАСЕОРХУКМТВНІ")
EVEN = str.maketrans({"ё": "е", "‐": "-", "‑": "-", "’": "'"})
HYPHENS = ("-", "‐", "‑")
OPENING, CLOSING = "«„“\"'‘", "»“”\"'’"
SENTENCE_END = re.compile(r"[.!?…:;•]|\n")
NO_BREAK_AFTER = {"им", "г", "гг", "ул", "св", "т", "д", "пр", "акад", "проф", "ген"}

LONGEST = 400  # signs of a word whose marks are put in order: the time grows with their square
APART, BESIDE, QUOTED = 0, 1, 2


@dataclass(slots=True)
class Token:
    """A word: its place, its letters, and how it stands to the word before."""

    start: int
    end: int
    word: str  # what one sees of it
    low: str  # lower case, ё as е, look-alike letters put right
    capital: bool
    initial: bool  # one capital letter and a full stop
    joined: int  # to the word before: APART, BESIDE, or QUOTED with a quotation mark between
    opens: bool  # begins a sentence, a line or a text
    quoted: bool  # an opening quotation mark stands before


def split(text: str) -> list[Token]:
    """Return the words of a text in order."""
    tokens, last = [], None
    for match in WORD.finditer(text):
        start, end = match.span()
        word = _seen(match.group())
        low = _even(word)
        joined, opens, quoted = _relation(text, last, start)
        initial = len(word) == 1 and word.isupper() and text[end : end + 1] == "."
        last = Token(start, end, word, low, word[0].isupper(), initial, joined, opens, quoted)
        tokens.append(last)
    return tokens


def words_of(name: str) -> list[str]:
    """Return the words of a name in lower case, as split() reads them; most need no close look."""
    if PLAIN.fullmatch(name):
        return PLAIN_WORD.findall(name.lower().replace("ё", "е"))
    return [_even(_seen(match.group())) for match in WORD.finditer(name)]


def _seen(word: str) -> str:
    if word.isalnum():
        return word
    if ACCENTED.search(word) and len(word) < LONGEST:
        word = unicodedata.normalize("NFC", word)
    return IGNORED.sub("", word)


def _even(word: str) -> str:
    low = word.lower()
    if not low.isascii():
        low = low.translate(EVEN)
        if CYRILLIC.search(low) and LATIN.search(low):
            low = word.translate(TWINS).lower().translate(EVEN)
    return low


def _relation(text: str, last: Token | None, start: int) -> tuple[int, bool, bool]:
    """Return how a word that starts there stands to the last one, and what it opens."""
    if last is None:
        gap = text[max(0, start - 3) : start]
        return APART, True, bool(gap) and gap[-1] in OPENING
    if start - last.end == 1 and text[last.end] == " ":
        return BESIDE, False, False
    gap = text[last.end : min(start, last.end + 12)]
    gap = IGNORED.sub("", gap) if not gap.isascii() else gap
    quoted = bool(gap) and text[start - 1] in OPENING
    if start - last.end > 12 or "\n" in gap:
        return APART, True, quoted
    bare = gap.strip()
    if not bare or gap in HYPHENS or bare == "." and (last.initial or last.low in NO_BREAK_AFTER):
        return (BESIDE if gap else APART), False, False
    if all(char in OPENING or char in CLOSING for char in bare):
        return QUOTED, False, quoted
    return APART, bool(SENTENCE_END.search(gap)), quoted

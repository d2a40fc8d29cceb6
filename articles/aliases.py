"""Other names of a record, one in a line, some of them of one language: «sah: Ил Түмэн».

The first name of a language is what the record is called in it, on readers' pages and in feeds.
"""

import re
from collections.abc import Iterable

from django.conf import settings

LANGUAGES = ("ru", "sah", "kk", "en")
_OF_LANGUAGE = re.compile(rf"({'|'.join(LANGUAGES)})\s*:\s*(?=\S)", re.IGNORECASE)


def parse(line: str) -> tuple[str, str]:
    """Return the language of a name, "" if it is of all, and the name without it."""
    name = " ".join(line.split())
    found = _OF_LANGUAGE.match(name)
    return (found.group(1).lower(), name[found.end() :]) if found else ("", name)


def names(text: str) -> list[str]:
    """Return the names in a field, each once, without their languages."""
    return list(dict.fromkeys(name for _, name in map(parse, text.splitlines()) if name))


def tidy(text: str) -> str:
    """Return a field as it is kept: no empty line, one space after a language."""
    pairs = [pair for pair in map(parse, text.splitlines()) if pair[1]]
    return "\n".join(f"{language}: {name}" if language else name for language, name in pairs)


def name_in(language: str, name: str, text: str) -> str:
    """Return what a record is called in a language: its own name, if nothing else is said."""
    if ":" not in text or language == settings.LANGUAGE_CODE:
        return name
    return next((other for code, other in map(parse, text.splitlines()) if code == language), name)


def by_language(text: str) -> dict[str, str]:
    """Return what a record is called in other languages than the site's main one."""
    named = {code: name_in(code, "", text) for code in LANGUAGES}
    return {code: name for code, name in named.items() if name}


def call(rows: Iterable[dict], language: str, before: str = "") -> list[dict]:
    """Return rows of "name" and "aliases" with the names of a language in place of the others.

    ``before`` is what stands before both in the keys, such as "organization__".
    """
    rows = list(rows)
    if language != settings.LANGUAGE_CODE:
        for row in rows:
            if text := row[f"{before}aliases"]:
                row[f"{before}name"] = name_in(language, row[f"{before}name"], text)
    return rows


def call_facts(facts: dict[tuple[str, int], dict], language: str) -> dict[tuple[str, int], dict]:
    """Return live_facts() with the names of a language; the facts given stay as they are."""
    if language == settings.LANGUAGE_CODE:
        return facts
    return {
        key: fact | {"name": name_in(language, fact["name"], fact["aliases"])}
        for key, fact in facts.items()
    }
